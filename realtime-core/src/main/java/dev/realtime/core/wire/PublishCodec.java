package dev.realtime.core.wire;

import dev.realtime.MessageId;
import dev.realtime.Position;
import dev.realtime.RejectedException;
import dev.realtime.spi.AppendResult.Run;
import dev.realtime.spi.NewEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A batch of messages to publish, and its answer, as JSON (docs/wire.md). */
public final class PublishCodec {
  /** The media type of a batch of messages. */
  public static final String MEDIA_TYPE = "application/vnd.realtime.messages+json";

  private PublishCodec() {}

  /**
   * Messages to publish.
   *
   * @param first the id of the first of them, if the publisher numbers its messages
   * @param messages at least one
   */
  public record Messages(Optional<MessageId> first, List<NewEntry> messages) {}

  /** Writes messages under the ids that begin with {@code first}. */
  public static byte[] encode(MessageId first, List<NewEntry> messages) {
    JsonWriter out = new JsonWriter(estimate(messages));
    out.raw("{");
    writeFields(first, messages, out);
    return out.raw("}").toByteArray();
  }

  static int estimate(List<NewEntry> messages) {
    int size = 256;
    for (NewEntry message : messages) {
      size += message.payload().size() + 64;
    }
    return size;
  }

  static void writeFields(MessageId first, List<NewEntry> messages, JsonWriter out) {
    out.raw("\"producer\":").string(first.producer());
    out.raw(",\"sequence\":").number(first.sequence());
    String separator = ",\"messages\":[";
    for (NewEntry message : messages) {
      out.raw(separator);
      EntryWriter.write(message, out);
      separator = ",";
    }
    out.raw("]");
  }

  /**
   * Reads messages.
   *
   * @throws RejectedException bad-request if these are none
   */
  public static Messages decode(byte[] json) {
    MessagesReader fields = new MessagesReader();
    JsonReader.readObject(json, fields::read);
    return fields.messages();
  }

  /** The fields of messages, in whatever order they come. */
  static final class MessagesReader {
    private String producer = "";
    private @Nullable Long sequence;
    private final List<NewEntry> messages = new ArrayList<>();

    void read(String name, JsonReader value) {
      switch (name) {
        case "producer" -> producer = value.string();
        case "sequence" -> sequence = value.number();
        case "messages" -> value.array(() -> messages.add(message(value)));
        default -> {}
      }
    }

    private static NewEntry message(JsonReader value) {
      ContentReader content = new ContentReader();
      value.object(name -> content.read(name, value));
      return new NewEntry(content.payload(), content.options());
    }

    Messages messages() {
      if (messages.isEmpty()) {
        throw JsonReader.malformed("'messages' has no message");
      }
      return new Messages(first(), List.copyOf(messages));
    }

    private Optional<MessageId> first() {
      if (producer.isEmpty() && sequence == null) {
        return Optional.empty();
      }
      return Optional.of(ProducerId.messageId(producer, sequence == null ? 0 : sequence));
    }
  }

  /** Writes the answer to messages. */
  public static byte[] encodeReceipts(String channel, List<Run> runs) {
    JsonWriter out = new JsonWriter(256);
    out.raw("{");
    writeReceipts(channel, runs, out);
    return out.raw("}").toByteArray();
  }

  static void writeReceipts(String channel, List<Run> runs, JsonWriter out) {
    out.raw("\"channel\":").string(channel).raw(",\"receipts\":[");
    String separator = "";
    for (Run run : runs) {
      out.raw(separator).raw("{\"sequence\":").number(run.sequence());
      out.raw(",\"position\":").string(run.position().toString());
      out.raw(",\"count\":").number(run.count());
      out.raw(",\"duplicate\":").raw(Boolean.toString(run.duplicate())).raw("}");
      separator = ",";
    }
    out.raw("]");
  }

  /**
   * Reads the answer to messages.
   *
   * @throws RejectedException bad-request if this is none
   */
  public static List<Run> decodeReceipts(byte[] json) {
    List<Run> runs = new ArrayList<>();
    JsonReader.readObject(
        json,
        (name, value) -> {
          if (name.equals("receipts")) {
            readRuns(value, runs);
          }
        });
    return runs;
  }

  static void readRuns(JsonReader value, List<Run> into) {
    value.array(
        () -> {
          RunFields run = new RunFields();
          value.object(name -> run.read(name, value));
          into.add(new Run(run.sequence, run.position, run.count, run.duplicate));
        });
  }

  private static int count(long number) {
    if (number < 1 || number > Integer.MAX_VALUE) {
      throw JsonReader.malformed("count " + number + " is not in 1.." + Integer.MAX_VALUE);
    }
    return (int) number;
  }

  private static final class RunFields {
    private long sequence;
    private Position position = Position.ORIGIN;
    private int count = 1;
    private boolean duplicate;

    void read(String name, JsonReader value) {
      switch (name) {
        case "sequence" -> sequence = value.number();
        case "position" -> position = BatchReader.position(value.string());
        case "count" -> count = count(value.number());
        case "duplicate" -> duplicate = value.bool();
        default -> {}
      }
    }
  }
}
