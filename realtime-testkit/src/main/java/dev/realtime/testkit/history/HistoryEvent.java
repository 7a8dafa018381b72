package dev.realtime.testkit.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.realtime.Start;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a run of publishers and subscribers: one JSON object on one line of a
 * history file, whose field {@code e} names the kind.
 *
 * <p>Immutable. Components have the names of the JSON fields: {@code t} nanoseconds of one
 * monotonic clock, {@code ch} the channel, {@code off} an offset, {@code mid} the identity of a
 * message in its payload, unique for each publish, {@code op} one publish of an application, {@code
 * pub} a publisher, {@code sub} an application's subscription, {@code sum} a checksum of the
 * payload.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "e", defaultImpl = HistoryEvent.Unjudged.class)
@JsonSubTypes({
  @JsonSubTypes.Type(HistoryEvent.ChannelUsed.class),
  @JsonSubTypes.Type(HistoryEvent.EpochBegun.class),
  @JsonSubTypes.Type(HistoryEvent.Trimmed.class),
  @JsonSubTypes.Type(HistoryEvent.FaultMade.class),
  @JsonSubTypes.Type(HistoryEvent.PublishCalled.class),
  @JsonSubTypes.Type(HistoryEvent.PublishAcknowledged.class),
  @JsonSubTypes.Type(HistoryEvent.PublishFailed.class),
  @JsonSubTypes.Type(HistoryEvent.Subscribed.class),
  @JsonSubTypes.Type(HistoryEvent.SubscriptionReady.class),
  @JsonSubTypes.Type(HistoryEvent.Connected.class),
  @JsonSubTypes.Type(HistoryEvent.Disconnected.class),
  @JsonSubTypes.Type(HistoryEvent.Delivered.class),
  @JsonSubTypes.Type(HistoryEvent.GapAnnounced.class),
  @JsonSubTypes.Type(HistoryEvent.SubscriptionEnded.class),
  @JsonSubTypes.Type(HistoryEvent.Hooked.class),
  @JsonSubTypes.Type(HistoryEvent.HookGivenUp.class),
  @JsonSubTypes.Type(HistoryEvent.Logged.class),
  @JsonSubTypes.Type(HistoryEvent.LogRead.class)
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface HistoryEvent {
  /** Nanoseconds of the run's clock; 0 for the kinds that have no time. */
  default long t() {
    return 0;
  }

  /**
   * A channel of the run.
   *
   * @param durability {@code durable}, also if absent, or {@code memory}
   */
  @JsonTypeName("channel")
  record ChannelUsed(String ch, @Nullable String durability, @Nullable String epoch)
      implements HistoryEvent {
    /** Checks that nothing is missing. */
    public ChannelUsed {
      require(ch);
    }
  }

  /** The run made the server lose a log. */
  @JsonTypeName("epoch")
  record EpochBegun(long t, String ch, String epoch, @Nullable String reason)
      implements HistoryEvent {
    /** Checks that nothing is missing. */
    public EpochBegun {
      require(ch, epoch);
    }
  }

  /** Retention removed everything below an offset. */
  @JsonTypeName("trim")
  record Trimmed(long t, String ch, String epoch, long first) implements HistoryEvent {
    /** Checks that nothing is missing. */
    public Trimmed {
      require(ch, epoch);
    }
  }

  /** The run did harm, such as {@code server kill -9}. */
  @JsonTypeName("fault")
  record FaultMade(long t, String what) implements HistoryEvent {
    /** Checks that nothing is missing. */
    public FaultMade {
      require(what);
    }
  }

  /** A publisher is about to publish; again with the same op for a retry. */
  @JsonTypeName("pub_call")
  record PublishCalled(
      long t,
      String op,
      String pub,
      String ch,
      String mid,
      @Nullable String pid,
      @Nullable Long seq,
      @Nullable String sum)
      implements HistoryEvent {
    /** Checks that nothing is missing. */
    public PublishCalled {
      require(op, pub, ch, mid);
    }
  }

  /** A publisher got a position. */
  @JsonTypeName("pub_ack")
  record PublishAcknowledged(long t, String op, String epoch, long off, @Nullable Boolean dup)
      implements HistoryEvent {
    /** Checks that nothing is missing. */
    public PublishAcknowledged {
      require(op, epoch);
    }
  }

  /**
   * A publisher got no position.
   *
   * @param definite whether the server said that it did not append
   */
  @JsonTypeName("pub_fail")
  record PublishFailed(long t, String op, boolean definite, @Nullable String code)
      implements HistoryEvent {
    /** Checks that nothing is missing. */
    public PublishFailed {
      require(op);
    }
  }

  /** An application subscribed; once for a subscription, not for each connection of it. */
  @JsonTypeName("sub_start")
  record Subscribed(
      long t,
      String sub,
      String ch,
      @JsonSerialize(using = StartJson.Writer.class)
          @JsonDeserialize(using = StartJson.Reader.class)
          Start from)
      implements HistoryEvent {
    /** Checks that nothing is missing. */
    public Subscribed {
      require(sub, ch, from);
    }
  }

  /** The server named the position of a symbolic start; the next entry is the first expected. */
  @JsonTypeName("sub_ready")
  record SubscriptionReady(long t, String sub, String epoch, long off) implements HistoryEvent {
    /** Checks that nothing is missing. */
    public SubscriptionReady {
      require(sub, epoch);
    }
  }

  /** A connection of a subscription was opened. */
  @JsonTypeName("conn")
  record Connected(long t, String sub, @Nullable String transport, @Nullable String cursor)
      implements HistoryEvent {
    /** Checks that nothing is missing. */
    public Connected {
      require(sub);
    }
  }

  /** A connection of a subscription was lost. */
  @JsonTypeName("disc")
  record Disconnected(long t, String sub, @Nullable String transport, @Nullable String cursor)
      implements HistoryEvent {
    /** Checks that nothing is missing. */
    public Disconnected {
      require(sub);
    }
  }

  /** An application's callback got a message. */
  @JsonTypeName("deliver")
  record Delivered(
      long t, String sub, String ch, String epoch, long off, String mid, @Nullable String sum)
      implements HistoryEvent {
    /** Checks that nothing is missing. */
    public Delivered {
      require(sub, ch, epoch, mid);
    }
  }

  /**
   * An application's callback got a gap.
   *
   * @param from the first lost offset, absent if unknown
   * @param to the last lost offset, absent if unknown
   * @param resume the position, {@code epoch:offset}, after which delivery goes on
   * @param reason {@code trimmed}, {@code diverged}, {@code reset} or {@code skipped}
   */
  @JsonTypeName("gap")
  record GapAnnounced(
      long t, String sub, @Nullable Long from, @Nullable Long to, String resume, String reason)
      implements HistoryEvent {
    /** Checks that nothing is missing. */
    public GapAnnounced {
      require(sub, resume, reason);
      Place.parse(resume);
    }
  }

  /**
   * The end of a subscription.
   *
   * @param complete whether it had time to reach the head with publishers stopped
   */
  @JsonTypeName("sub_end")
  record SubscriptionEnded(long t, String sub, boolean complete) implements HistoryEvent {
    /** Checks that nothing is missing. */
    public SubscriptionEnded {
      require(sub);
    }
  }

  /**
   * A message of a request that a webhook receiver answered, whatever it answered. The messages of
   * one request have the same time, id and status, in the order of the request.
   *
   * @param id the {@code webhook-id}
   * @param body a checksum of the whole request body
   * @param replay whether the request says that it repeats what was given up
   */
  @JsonTypeName("hook")
  record Hooked(
      long t,
      String sub,
      String ch,
      String epoch,
      long off,
      String mid,
      String id,
      int status,
      @Nullable String sum,
      @Nullable String body,
      @Nullable Boolean replay)
      implements HistoryEvent {
    /** Checks that nothing is missing. */
    public Hooked {
      require(sub, ch, epoch, mid, id);
    }
  }

  /** A webhook sender gave up an entry, which is a dead letter. */
  @JsonTypeName("hook_dead")
  record HookGivenUp(long t, String sub, String ch, String epoch, long off)
      implements HistoryEvent {
    /** Checks that nothing is missing. */
    public HookGivenUp {
      require(sub, ch, epoch);
    }
  }

  /** An entry of the final read of a log. */
  @JsonTypeName("log")
  record Logged(String ch, String epoch, long off, String mid) implements HistoryEvent {
    /** Checks that nothing is missing. */
    public Logged {
      require(ch, epoch, mid);
    }
  }

  /** The end of the final read of a log: its bounds. */
  @JsonTypeName("log_end")
  record LogRead(String ch, String epoch, long first, long last) implements HistoryEvent {
    /** Checks that nothing is missing. */
    public LogRead {
      require(ch, epoch);
    }
  }

  /** An event of a kind that no invariant looks at. */
  record Unjudged() implements HistoryEvent {}

  private static void require(@Nullable Object... fields) {
    for (Object field : fields) {
      if (field == null) {
        throw new IllegalArgumentException("a field is missing");
      }
    }
  }
}
