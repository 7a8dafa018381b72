package dev.realtime.core.wire;

import static org.assertj.core.api.Assertions.fail;

import dev.realtime.Position;
import dev.realtime.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever bytes come, a decoder gives a value or a rejection, and nothing else. */
class DecoderFuzzTest {
  private static final int ROUNDS = 20_000;

  private static final List<String> SOUND =
      List.of(
          "{'op':'subscribe','channel':'chat/lobby','after':'k3f9:42','window':2}",
          "{'op':'publish','ref':'r1','channel':'a','producer':'p1','sequence':7,'messages':"
              + "[{'data':{'a':[1,2.5e3,null,true]},'key':'ann','headers':{'x':'y'}},"
              + "{'base64':'AAEC','contentType':'application/octet-stream'},{'text':'\\u00e9\\n'}]}",
          "{'op':'batch','channel':'a','previous':'e:1','last':'e:3','head':'e:3','gap':{'after':"
              + "'e:0','from':1,'to':1,'reason':'trimmed'},'entries':[{'offset':2,'time':17,'id':"
              + "'p:1','type':'said','key':'k','headers':{'l':'en'},'data':{'t':'hi'}},"
              + "{'offset':3,'time':18,'base64':'AAEC'}]}",
          "{'op':'published','ref':'1','channel':'a','receipts':[{'sequence':1,'position':'e:1',"
              + "'count':3,'duplicate':false}]}",
          "{'op':'heartbeat','heads':{'a':'e:9','b':'0:0'}}",
          "{'op':'error','ref':'1','problem':{'code':'rate-limited','status':429,'detail':'x',"
              + "'retryable':true,'outcome':'unknown','expected':3,'retryAfterMillis':100}}");

  private static final List<String> DICTIONARY =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "'",
          ":",
          ",",
          "\\",
          "\\u0000",
          "\\ud800",
          "0",
          "-1",
          "1e999",
          "99999999999999999999",
          "null",
          "true",
          "\r\n",
          "\n",
          "\0",
          "\u00ff",
          "'op':",
          "'data':");

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  private void fuzz(String name, Consumer<byte[]> decoder) {
    for (int round = 0; round < ROUNDS; round++) {
      String sound = SOUND.get(random.nextInt(SOUND.size())).replace('\'', '"');
      byte[] bytes = mutated(sound).getBytes(StandardCharsets.ISO_8859_1);
      try {
        decoder.accept(bytes);
      } catch (RejectedException | IllegalArgumentException expected) {
        // told to the peer
      } catch (RuntimeException | Error e) {
        fail(
            "%s, seed %d, round %d: %s of %s"
                .formatted(name, seed, round, e, new String(bytes, StandardCharsets.ISO_8859_1)),
            e);
      }
    }
  }

  private String mutated(String text) {
    StringBuilder changed = new StringBuilder(text);
    for (int i = random.nextInt(4); i >= 0 && changed.length() > 0; i--) {
      int at = random.nextInt(changed.length());
      int to = Math.min(changed.length(), at + 1 + random.nextInt(8));
      switch (random.nextInt(5)) {
        case 0 -> changed.delete(at, to);
        case 1 -> changed.setCharAt(at, (char) random.nextInt(256));
        case 2 ->
            changed.insert(
                at, DICTIONARY.get(random.nextInt(DICTIONARY.size())).replace('\'', '"'));
        case 3 -> changed.insert(at, changed.substring(at, to));
        default -> changed.setLength(at);
      }
    }
    return changed.toString();
  }

  @Test
  void framesOfClients() {
    fuzz("ClientFrame", bytes -> ClientFrame.decode(bytes, ""));
  }

  @Test
  void framesOfServers() {
    fuzz("ServerFrame", ServerFrame::decode);
  }

  @Test
  void publishes() {
    fuzz("PublishCodec", PublishCodec::decode);
  }

  @Test
  void batches() {
    fuzz("Envelope", bytes -> Envelope.decode(bytes, "a"));
  }

  @Test
  void problemsAndReceipts() {
    fuzz("Problem", Problem::parse);
  }

  @Test
  void namesAndPositions() {
    fuzz("ChannelName", bytes -> ChannelName.check(new String(bytes, StandardCharsets.ISO_8859_1)));
    fuzz("Position", bytes -> Position.parse(new String(bytes, StandardCharsets.ISO_8859_1)));
  }
}
