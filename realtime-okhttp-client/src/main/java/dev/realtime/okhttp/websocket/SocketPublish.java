package dev.realtime.okhttp.websocket;

import dev.realtime.ErrorCode;
import dev.realtime.MessageId;
import dev.realtime.UnavailableException;
import dev.realtime.core.wire.ClientFrame;
import dev.realtime.spi.AppendResult.Run;
import dev.realtime.spi.NewEntry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import okio.Utf8;

/** A publish on its way: its frame, and the answer that will come for its ref. */
record SocketPublish(
    String ref, String channel, String frame, CompletableFuture<List<Run>> answer) {
  /** How long the frame is on the wire. */
  long frameBytes() {
    return Utf8.size(frame);
  }

  /** Fails it: it may have been stored, and the socket that carried it lives. */
  void giveUp() {
    answer.completeExceptionally(
        new UnavailableException(
            ErrorCode.CONNECTION_LOST,
            "the server did not answer a publish to " + channel,
            null,
            true,
            null));
  }

  static SocketPublish of(String ref, String channel, MessageId first, List<NewEntry> entries) {
    return new SocketPublish(
        ref,
        channel,
        SocketConnection.text(ClientFrame.publish(ref, channel, first, entries)),
        new CompletableFuture<>());
  }
}
