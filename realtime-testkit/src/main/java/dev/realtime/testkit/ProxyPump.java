package dev.realtime.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * One direction of a proxied connection. {@link #run} is confined to one thread; the rest is
 * thread-safe. The lock orders writes to one socket and is held during them.
 */
final class ProxyPump implements Runnable {
  private static final int CHUNK = 16 * 1024;
  private static final int MAX_HEAD = 64 * 1024;
  private static final Pattern REQUEST = Pattern.compile("(?s)[A-Z]{3,7} /.*");

  private final Direction direction;
  private final Socket from;
  private final Socket to;
  private final ProxyConnection connection;
  private final Faults faults;
  private final byte[] buffer = new byte[CHUNK];
  private final ReentrantLock writing = new ReentrantLock();
  private final ByteArrayOutputStream held = new ByteArrayOutputStream(); // guarded by writing
  private volatile boolean holds;
  private volatile boolean dark;
  private long passed;

  ProxyPump(
      Direction direction, Socket from, Socket to, ProxyConnection connection, Faults faults) {
    this.direction = direction;
    this.from = from;
    this.to = to;
    this.connection = connection;
    this.faults = faults;
  }

  @Override
  public void run() {
    if (faults.treatment(direction).swallowed()) {
      darken();
    }
    try {
      for (byte[] chunk = read(); chunk.length > 0; chunk = read()) {
        pass(chunk);
      }
      endOfStream();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      connection.cut();
    } finally {
      connection.pumpEnded();
    }
  }

  /** Sends what is held, unless another thread is sending now and will do it. */
  void release() {
    if (holds && writing.tryLock()) {
      try {
        writeHeld();
      } catch (IOException e) {
        broken();
      } finally {
        writing.unlock();
      }
    }
  }

  /** Lets every further byte and the end vanish, for good: TCP shows no stream with a hole. */
  void darken() {
    dark = true;
  }

  /** Says FIN to the receiver; the bytes that still come vanish. */
  void closeOrderly() throws IOException {
    darken();
    finishOutput();
  }

  private void finishOutput() throws IOException {
    writing.lock();
    try {
      writeHeld();
      to.shutdownOutput();
    } finally {
      writing.unlock();
    }
  }

  /** The next bytes; none at the end of the stream. */
  private byte[] read() {
    try {
      int size = from.getInputStream().read(buffer);
      return Arrays.copyOf(buffer, Math.max(0, size));
    } catch (IOException e) {
      if (!dark) {
        connection.cut();
      }
      return new byte[0];
    }
  }

  private void pass(byte[] chunk) throws InterruptedException {
    connection.pause(faults.treatment(direction).delay());
    if (dark) {
      return;
    }
    try {
      if (mayBeAnswered(chunk)) {
        serve(completeHead(chunk));
      } else {
        forward(chunk);
      }
    } catch (IOException e) {
      broken();
    }
  }

  private void serve(byte[] request) throws IOException {
    Optional<Answer> answer = faults.answerTo(text(request));
    if (answer.isPresent()) {
      connection.opposite(direction).send(answer.get().toBytes());
      connection.closeOrderly();
    } else {
      forward(request);
    }
  }

  private boolean mayBeAnswered(byte[] chunk) {
    return direction == Direction.CLIENT_TO_SERVER
        && faults.readsRequests()
        && REQUEST.matcher(text(chunk)).matches();
  }

  private byte[] completeHead(byte[] start) {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.writeBytes(start);
    while (!text(head.toByteArray()).contains("\r\n\r\n") && head.size() < MAX_HEAD) {
      byte[] more = read();
      if (more.length == 0) {
        break;
      }
      head.writeBytes(more);
    }
    return head.toByteArray();
  }

  private void forward(byte[] chunk) throws IOException {
    Optional<Ending> ending = connection.endingOf(direction);
    long room = ending.map(e -> e.bytes() - passed).orElse(Long.MAX_VALUE);
    if (room > chunk.length) {
      send(chunk);
      passed += chunk.length;
      return;
    }
    send(Arrays.copyOf(chunk, (int) Math.max(0, room)));
    sendHeld();
    connection.end(ending.orElseThrow().manner());
  }

  private void send(byte[] bytes) throws IOException {
    writing.lock();
    try {
      held.writeBytes(bytes);
      holds = true;
    } finally {
      writing.unlock();
    }
    sendDue();
  }

  private void sendDue() throws IOException {
    // Again after the lock is free: heal() may have found it taken just after the hold was read.
    while (holds && heldSize() >= faults.treatment(direction).hold()) {
      sendHeld();
    }
  }

  private void sendHeld() throws IOException {
    writing.lock();
    try {
      writeHeld();
    } finally {
      writing.unlock();
    }
  }

  private int heldSize() {
    writing.lock();
    try {
      return held.size();
    } finally {
      writing.unlock();
    }
  }

  /** Called with the lock held. */
  private void writeHeld() throws IOException {
    byte[] bytes = held.toByteArray();
    held.reset();
    holds = false;
    OutputStream out = to.getOutputStream();
    if (!faults.treatment(direction).sliced()) {
      out.write(bytes);
      return;
    }
    for (byte b : bytes) {
      out.write(b);
    }
  }

  private void endOfStream() {
    if (dark) {
      return;
    }
    try {
      finishOutput();
    } catch (IOException e) {
      broken();
    }
  }

  /** The receiver is gone. Its sender learns that only if the way back is not black. */
  private void broken() {
    if (connection.opposite(direction).dark) {
      darken();
    } else {
      connection.cut();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
