package dev.realtime.jetty.publish;

import dev.realtime.ErrorCode;
import dev.realtime.MessageId;
import dev.realtime.RealtimeException;
import dev.realtime.UnavailableException;
import dev.realtime.core.config.Keys;
import dev.realtime.core.log.AppendAnswers;
import dev.realtime.core.wire.ChannelName;
import dev.realtime.core.wire.PayloadRules;
import dev.realtime.core.wire.PublishCodec.Messages;
import dev.realtime.jetty.exchange.Caller;
import dev.realtime.spi.AccessPolicy.Action;
import dev.realtime.spi.Append;
import dev.realtime.spi.AppendResult.Run;
import dev.realtime.spi.NewEntry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Appends what a caller publishes, over whichever transport it came. */
public final class Appender {
  private static final MessageId UNNUMBERED = new MessageId("none", 1);

  private Appender() {}

  /**
   * Appends messages, if the caller may and the payloads are in order; all or none.
   *
   * @return the runs, or the failure to tell the caller
   */
  public static CompletionStage<List<Run>> append(
      Caller caller, String channel, Messages messages) {
    ChannelName.checkPublishable(channel);
    int maxBytes = caller.server().config().get(Keys.MAX_MESSAGE_SIZE);
    List<NewEntry> entries =
        messages.messages().stream()
            .map(m -> new NewEntry(PayloadRules.check(m.payload(), maxBytes), m.options()))
            .toList();
    caller.server().open().checkRunning();
    Append append = new Append(caller.principal().name(), messages.first(), entries);
    return caller
        .require(Action.PUBLISH, channel)
        .thenCompose(allowed -> store(caller, channel, append, messages.first()));
  }

  private static CompletionStage<List<Run>> store(
      Caller caller, String channel, Append append, Optional<MessageId> first) {
    return caller
        .server()
        .engine()
        .open(channel)
        .append(append)
        .exceptionally(
            failure -> {
              throw unavailable(failure);
            })
        .thenApply(result -> AppendAnswers.runs(result, first.orElse(UNNUMBERED)));
  }

  private static RealtimeException unavailable(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RealtimeException known
        ? known
        : new UnavailableException(
            ErrorCode.ENGINE_UNAVAILABLE, "the log did not answer", null, true, cause);
  }
}
