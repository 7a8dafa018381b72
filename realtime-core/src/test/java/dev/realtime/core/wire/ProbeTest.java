package dev.realtime.core.wire;

import dev.realtime.*;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.*;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeTest {
  static void tell(String what, Callable<Object> c) {
    ExecutorService one = Executors.newSingleThreadExecutor(r -> { Thread t = new Thread(r); t.setDaemon(true); return t; });
    try {
      System.out.println(what + " -> " + one.submit(c).get(8, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      System.out.println(what + " !! " + e.getCause());
    } catch (Exception e) {
      System.out.println(what + " ?? " + e);
    }
  }

  @Test
  void probe() {
    for (String cs : List.of("UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE", "UTF-32")) {
      byte[] b = "{\"a\":1}".getBytes(Charset.forName(cs));
      tell("payload " + cs, () -> PayloadRules.check(Payload.of(b, "application/json"), 65536));
    }
    tell("redos", () -> PayloadRules.check(Payload.of("1", "a/b" + "; ".repeat(95) + "\u00e9"), 65536));
    tell("redos2", () -> PayloadRules.check(Payload.of("1", "a/b" + ";   ".repeat(48) + "\u00e9"), 65536));
    tell("lone type", () -> PayloadRules.check(Payload.of("1", "text/plain; x=\"\ud800\""), 65536));
    tell("nl type", () -> PayloadRules.check(Payload.of("1", "text/plain;\nx=\"a\nb\""), 65536));
    tell("emoji field", () -> PublishCodec.decode("{\"\ud83d\ude00\":1,\"messages\":[{\"data\":1}]}".getBytes(StandardCharsets.UTF_8)));
    tell("bom", () -> PublishCodec.decode("\ufeff{\"messages\":[{\"data\":1}]}".getBytes(StandardCharsets.UTF_8)));
    for (String j : List.of("{\"headers\":{\"\\ud800\":1}}", "{\"messages\":[{\"data\":1,\"headers\":{\"\\ud800\":1}}]}", "{\"\\ud800\":1,\"\\ud800\":2}",
        "{\"op\":\"" + "a".repeat(39) + "\\ud83d\\ude00\"}", "{\"op\":\"publish\",\"ref\":\"\\ud800\"}", "{\"op\":\"publish\",\"channel\":\"a\",\"messages\":[{\"data\":1,\"\\udc00\":{\"\\ud800\":1,\"\\ud800\":2}}]}",
        "{\"messages\":[{\"data\":1,\"id\":\"\\ud800\",\"headers\":{\"\\ud800\":\"x\"}}]}")) {
      tell("pub " + j, () -> PublishCodec.decode(j.getBytes(StandardCharsets.UTF_8)));
      tell("frame " + j, () -> {
        ClientFrame f = ClientFrame.decode(j.getBytes(StandardCharsets.UTF_8), "");
        if (f instanceof ClientFrame.Malformed m) return m + " => " + new String(ServerFrame.failure(m.ref(), m.channel(), Problem.of(m.why())), StandardCharsets.UTF_8);
        return f;
      });
    }
    byte[] over = "{\"messages\":[{\"text\":\"aXXb\"}]}".getBytes(StandardCharsets.ISO_8859_1);
    int at = new String(over, StandardCharsets.ISO_8859_1).indexOf("XX");
    over[at] = (byte) 0xc1; over[at + 1] = (byte) 0xa1;
    tell("overlong", () -> PublishCodec.decode(over).messages().get(0).payload().toText());
    byte[] bad = over.clone(); bad[at] = (byte) 0xff;
    tell("invalid", () -> PublishCodec.decode(bad).messages().get(0).payload().toText());
    tell("seq", () -> PublishCodec.decode("{\"producer\":\"p\",\"sequence\":10000000000000000,\"messages\":[{\"data\":1}]}".getBytes(StandardCharsets.UTF_8)));
    tell("seq huge", () -> PublishCodec.decode("{\"producer\":\"p\",\"sequence\":99999999999999999999,\"messages\":[{\"data\":1}]}".getBytes(StandardCharsets.UTF_8)));
    for (int d : new int[] {64, 65, 69, 70, 100}) {
      String deep = "[".repeat(d) + "]".repeat(d);
      tell("deep single " + d, () -> PayloadRules.check(Payload.json(deep), 65536));
      tell("deep batch " + d, () -> PayloadRules.check(PublishCodec.decode(("{\"messages\":[{\"data\":" + deep + "}]}").getBytes(StandardCharsets.UTF_8)).messages().get(0).payload(), 65536));
      tell("deep obj " + d, () -> PayloadRules.check(Payload.json("{\"a\":".repeat(d) + "1" + "}".repeat(d)), 65536));
    }
    tell("deep entry", () -> { String deep = "[".repeat(64) + "]".repeat(64); return Envelope.decode(("{\"channel\":\"a\",\"previous\":\"0:0\",\"last\":\"e:1\",\"entries\":[{\"offset\":1,\"data\":" + deep + "}]}").getBytes(StandardCharsets.UTF_8), "a").entries().size(); });
    tell("num", () -> PayloadRules.check(Payload.json("1".repeat(101)), 65536));
    tell("name", () -> PayloadRules.check(Payload.json("{\"" + "n".repeat(1001) + "\":1}"), 65536));
    tell("num100 in batch", () -> PublishCodec.decode(("{\"messages\":[{\"data\":" + "1".repeat(100) + "}]}").getBytes(StandardCharsets.UTF_8)));
    tell("float", () -> PayloadRules.check(Payload.json("1." + "1".repeat(99)), 65536));
    tell("exp", () -> PayloadRules.check(Payload.json("1e" + "1".repeat(99)), 65536));
    tell("float batch", () -> PublishCodec.decode(("{\"messages\":[{\"data\":1." + "1".repeat(99) + "}]}").getBytes(StandardCharsets.UTF_8)).messages());
    tell("exp batch", () -> PublishCodec.decode(("{\"messages\":[{\"data\":1e" + "1".repeat(99) + "}]}").getBytes(StandardCharsets.UTF_8)).messages());
  }
}
