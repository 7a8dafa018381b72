package dev.realtime.core.wire;

import dev.realtime.Gap;
import dev.realtime.MessageId;
import dev.realtime.Position;
import dev.realtime.PublishOptions;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of a batch but channel and head, in whatever order they come. */
final class BatchReader {
  private @Nullable Position previous;
  private @Nullable Position last;
  private @Nullable GapFields gap;
  private final List<EntryFields> entries = new ArrayList<>();

  void read(String name, JsonReader value) {
    switch (name) {
      case "previous" -> previous = position(value.string());
      case "last" -> last = position(value.string());
      case "gap" -> gap = new GapFields(value);
      case "entries" -> value.array(() -> entries.add(new EntryFields(value)));
      default -> {}
    }
  }

  /** The batch of a channel; {@code head} is the origin if it was not named. */
  Batch batch(String channel, Position head) {
    Position from = require(previous, "previous");
    Position to = require(last, "last");
    return new Batch(
        channel,
        from,
        to,
        head.equals(Position.ORIGIN) ? to : head,
        Optional.ofNullable(gap).map(g -> g.gap(from)),
        entries.stream().map(e -> e.entry(to.epoch())).toList());
  }

  private static Position require(@Nullable Position position, String name) {
    if (position == null) {
      throw JsonReader.malformed("a batch has no '" + name + "'");
    }
    return position;
  }

  static Position position(String text) {
    try {
      return Position.parse(text);
    } catch (IllegalArgumentException e) {
      throw JsonReader.malformed(String.valueOf(e.getMessage()));
    }
  }

  private static final class GapFields {
    private @Nullable Position after;
    private long from;
    private long to;
    private String reason = "";

    GapFields(JsonReader value) {
      value.object(
          name -> {
            switch (name) {
              case "after" -> after = position(value.string());
              case "from" -> from = value.number();
              case "to" -> to = value.number();
              case "reason" -> reason = value.string();
              default -> {}
            }
          });
    }

    Gap gap(Position resume) {
      try {
        Gap.Reason why = Gap.Reason.valueOf(reason.toUpperCase(Locale.ROOT));
        return new Gap(require(after, "gap.after"), from, to, why, resume);
      } catch (IllegalArgumentException e) {
        throw JsonReader.malformed("a gap is wrong: " + e.getMessage());
      }
    }
  }

  private static final class EntryFields {
    private final ContentReader content = new ContentReader();
    private long offset;
    private long time;
    private @Nullable MessageId id;

    EntryFields(JsonReader value) {
      value.object(
          name -> {
            switch (name) {
              case "offset" -> offset = value.number();
              case "time" -> time = value.number();
              case "id" -> id = id(value.string());
              default -> content.read(name, value);
            }
          });
    }

    private static MessageId id(String text) {
      try {
        return MessageId.parse(text);
      } catch (IllegalArgumentException e) {
        throw JsonReader.malformed(String.valueOf(e.getMessage()));
      }
    }

    Entry entry(String epoch) {
      if (offset < 1 || offset > Position.MAX_OFFSET) {
        throw JsonReader.malformed("offset " + offset + " is not in 1.." + Position.MAX_OFFSET);
      }
      PublishOptions options = content.options();
      return new Entry(
          new Position(epoch, offset),
          time,
          Optional.ofNullable(id),
          options.key(),
          options.type(),
          options.headers(),
          content.payload());
    }
  }
}
