package dev.realtime.core.wire;

import dev.realtime.spi.Batch;
import dev.realtime.spi.Entry;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A batch in the bytes of the wire, shared by all subscribers at its position: as the body of a
 * poll, as an event and as a frame of a socket. Each form is made when it is first asked for.
 *
 * <p>Immutable to its users, thread-safe. Two who ask first at once may both make a form; one
 * stays.
 */
public final class EncodedBatch {
  private static final int ENTRY_OVERHEAD = 160;

  private final Batch batch;
  private final String last;
  private volatile @Nullable Event event;
  private volatile @Nullable ByteBuffer frame;

  /** An event, and where in it the JSON begins. */
  private record Event(ByteBuffer bytes, int jsonFrom) {}

  private EncodedBatch(Batch batch) {
    this.batch = batch;
    this.last = batch.last().toString();
  }

  /** The one of a batch. */
  public static EncodedBatch of(Batch batch) {
    return batch.encoded(EncodedBatch::new);
  }

  static int estimate(Batch batch) {
    int size = 512;
    for (ByteBuffer piece : batch.json()) {
      size += piece.remaining() + 1;
    }
    if (batch.json().isEmpty()) {
      for (Entry entry : batch.entries()) {
        size += entry.payload().size() + ENTRY_OVERHEAD;
      }
    }
    return size;
  }

  /** The position that the batch ends at. */
  public String last() {
    return last;
  }

  /** The batch as a JSON object. */
  public ByteBuffer json() {
    Event whole = wholeEvent();
    int size = whole.bytes.remaining() - 2 - whole.jsonFrom;
    return whole.bytes.slice(whole.jsonFrom, size);
  }

  /** The batch as a Server-Sent Event with its id, ending in an empty line. */
  public ByteBuffer event() {
    return wholeEvent().bytes.duplicate();
  }

  private Event wholeEvent() {
    Event there = event;
    if (there == null) {
      JsonWriter out = new JsonWriter(estimate(batch));
      out.raw("id: ").raw(last).raw("\ndata: ");
      int jsonFrom = out.size();
      BatchWriter.write(batch, out);
      there = new Event(out.raw("\n\n").toByteBuffer(), jsonFrom);
      event = there;
    }
    return there;
  }

  /** The batch as a text message of a socket, with the header of its frame. */
  public ByteBuffer frame() {
    ByteBuffer there = frame;
    if (there == null) {
      JsonWriter out = new JsonWriter(SocketFrame.MAX_HEADER + estimate(batch));
      out.bytes(new byte[SocketFrame.MAX_HEADER]).raw("{\"op\":\"batch\",");
      BatchWriter.writeFields(batch, true, Optional.empty(), out);
      there = SocketFrame.text(out.toByteBuffer());
      frame = there;
    }
    return there.duplicate();
  }
}
