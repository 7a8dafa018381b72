package dev.realtime.core.wire;

import dev.realtime.spi.Batch;
import dev.realtime.spi.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A batch in the bytes of the wire, made once and shared by all subscribers at its position: as the
 * body of a poll, as an event and as a frame of a socket.
 *
 * <p>Immutable, thread-safe.
 */
public final class EncodedBatch {
  private static final String FRAME_HEAD = "{\"op\":\"batch\",";
  private static final int ENTRY_OVERHEAD = 160;

  private final byte[] event;
  private final int jsonFrom;
  private final byte[] frame;

  private EncodedBatch(byte[] event, int jsonFrom, byte[] frame) {
    this.event = event;
    this.jsonFrom = jsonFrom;
    this.frame = frame;
  }

  /** The bytes of a batch, made at the first call for it. */
  public static EncodedBatch of(Batch batch) {
    return batch.encoded(EncodedBatch::encode);
  }

  private static EncodedBatch encode(Batch batch) {
    JsonWriter out = new JsonWriter(estimate(batch));
    out.raw("id: ").raw(batch.last().toString()).raw("\ndata: ");
    int jsonFrom = out.size();
    BatchWriter.write(batch, out);
    byte[] event = out.raw("\n\n").toByteArray();
    return new EncodedBatch(event, jsonFrom, frame(event, jsonFrom + 1, event.length - 2));
  }

  private static byte[] frame(byte[] event, int from, int to) {
    byte[] head = FRAME_HEAD.getBytes(StandardCharsets.US_ASCII);
    byte[] frame = new byte[head.length + to - from];
    System.arraycopy(head, 0, frame, 0, head.length);
    System.arraycopy(event, from, frame, head.length, to - from);
    return frame;
  }

  static int estimate(Batch batch) {
    int size = 512;
    for (Entry entry : batch.entries()) {
      size += entry.payload().size() + ENTRY_OVERHEAD;
    }
    return size;
  }

  /** The batch as a JSON object. */
  public ByteBuffer json() {
    return ByteBuffer.wrap(event, jsonFrom, event.length - 2 - jsonFrom).slice();
  }

  /** The batch as a Server-Sent Event with its id, ending in an empty line. */
  public ByteBuffer event() {
    return ByteBuffer.wrap(event);
  }

  /** The batch as a message of a socket. */
  public ByteBuffer frame() {
    return ByteBuffer.wrap(frame);
  }
}
