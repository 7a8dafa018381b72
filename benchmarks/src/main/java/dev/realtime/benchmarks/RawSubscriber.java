package dev.realtime.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber that only looks for the numbers of messages.
 *
 * <p>Confined to the thread of the load loop.
 */
final class RawSubscriber {
  private final SocketChannel socket;
  private final SelectionKey key;
  private final String request;
  private final MarkerScanner scanner;
  private @Nullable Account account;
  private final @Nullable PollReader polls;
  private final Function<String, String> pollAgain;
  private LongConsumer delivered;
  private boolean heard;

  /** How one is made. */
  record Plan(
      String request, boolean polling, Function<String, String> pollAgain, int payloadBytes) {}

  RawSubscriber(SocketChannel socket, Selector selector, Plan plan, LongConsumer delivered)
      throws IOException {
    this.socket = socket;
    this.request = plan.request;
    this.pollAgain = plan.pollAgain;
    this.delivered = delivered;
    this.scanner = new MarkerScanner(plan.payloadBytes);
    this.polls = plan.polling ? new PollReader(scanner) : null;
    this.key = socket.register(selector, SelectionKey.OP_CONNECT, this);
  }

  /** Whether it waits for messages, as far as that can be seen from here. */
  boolean isReady() {
    return polls == null ? heard : key.isValid() && key.interestOps() == SelectionKey.OP_READ;
  }

  void connected() throws IOException {
    socket.finishConnect();
    key.interestOps(SelectionKey.OP_READ);
    send(request);
  }

  private void send(String text) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(Target.bytes(text));
    while (out.hasRemaining()) {
      socket.write(out);
    }
  }

  void read(ByteBuffer buffer) throws IOException {
    buffer.clear();
    int count = socket.read(buffer);
    if (count < 0) {
      throw new EOFException("the server closed a subscriber");
    }
    buffer.flip();
    if (!heard) {
      heard = true;
      checkStatus(buffer);
    }
    if (account != null) {
      account.scan(buffer, 0, count);
    }
    if (polls == null) {
      scanner.scan(buffer, 0, count, delivered);
      return;
    }
    String ended = polls.read(buffer, delivered);
    if (ended != null) {
      send(pollAgain.apply(ended));
    }
  }

  private static void checkStatus(ByteBuffer buffer) throws IOException {
    byte[] start = new byte[Math.min(12, buffer.remaining())];
    buffer.get(0, start);
    String status = new String(start, StandardCharsets.US_ASCII);
    if (!status.equals("HTTP/1.1 200") && !status.equals("HTTP/1.1 101")) {
      throw new IOException("a subscriber was answered with " + status);
    }
  }

  /** Reads no more, as a peer that hangs; what it reads later is kept in an account of its own. */
  void stopReading() {
    key.interestOps(0);
    Account own = new Account();
    account = own;
    delivered = own::received;
  }

  Account readAgain() {
    key.interestOps(SelectionKey.OP_READ);
    return Objects.requireNonNull(account);
  }

  void close() throws IOException {
    socket.close();
  }
}
