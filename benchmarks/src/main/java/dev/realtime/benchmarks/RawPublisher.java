package dev.realtime.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Publishes over one kept connection: a POST for each message, pipelined, so that both servers are
 * asked in the same way.
 *
 * <p>Confined to the thread of the load loop.
 */
final class RawPublisher {
  private static final byte[] ANSWER = Target.bytes("HTTP/1.1 2");

  private final SocketChannel socket;
  private final SelectionKey key;
  private final String path;
  private final int payloadBytes;
  private ByteBuffer out = ByteBuffer.allocate(1 << 16);
  private int matched;
  private long published;
  private long answered;

  RawPublisher(InetSocketAddress address, Selector selector, String path, int payloadBytes)
      throws IOException {
    this.path = path;
    this.payloadBytes = payloadBytes;
    this.socket = SocketChannel.open(address);
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    socket.configureBlocking(false);
    this.key = socket.register(selector, SelectionKey.OP_READ, this);
  }

  /** How many messages were handed in; the last one has this number. */
  long published() {
    return published;
  }

  /** How many the server has confirmed. */
  long answered() {
    return answered;
  }

  /** Adds the next message to what is to be sent. */
  void add() {
    published++;
    append("application/json", Message.payload(published, payloadBytes));
  }

  /** Adds a batch of the next messages as this server's media type, to fill a log quickly. */
  void addBatch(int count) {
    StringBuilder body = new StringBuilder("{\"messages\":[");
    for (int i = 0; i < count; i++) {
      published++;
      body.append(i == 0 ? "{\"data\":" : ",{\"data\":")
          .append(new String(Message.payload(published, payloadBytes), StandardCharsets.US_ASCII))
          .append('}');
    }
    append("application/vnd.realtime.messages+json", Target.bytes(body.append("]}").toString()));
  }

  private void append(String contentType, byte[] body) {
    byte[] head =
        Target.bytes(
            "POST "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                + contentType
                + "\r\nContent-Length: "
                + body.length
                + "\r\n\r\n");
    if (out.remaining() < head.length + body.length) {
      int needed = out.position() + head.length + body.length;
      out = ByteBuffer.allocate(2 * needed).put(out.flip());
    }
    out.put(head).put(body);
  }

  /** Sends what was added, as far as the network takes it. */
  void flush() throws IOException {
    out.flip();
    socket.write(out);
    out.compact();
    key.interestOps(
        out.position() == 0 ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
  }

  void read(ByteBuffer buffer) throws IOException {
    buffer.clear();
    int count = socket.read(buffer);
    if (count < 0) {
      throw new EOFException("the server closed the publisher");
    }
    for (int i = 0; i < count; i++) {
      byte next = buffer.get(i);
      if (next == ANSWER[matched]) {
        if (++matched == ANSWER.length) {
          matched = 0;
          answered++;
        }
      } else if (matched == ANSWER.length - 1) {
        throw new IOException("a publish was answered with status " + (char) next + "xx");
      } else {
        matched = next == ANSWER[0] ? 1 : 0;
      }
    }
  }

  void close() throws IOException {
    socket.close();
  }
}
