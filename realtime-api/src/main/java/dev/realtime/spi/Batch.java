package dev.realtime.spi;

import dev.realtime.Gap;
import dev.realtime.Position;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The unit of reading and framing: the entries of one epoch that follow a position. It is the same
 * for every subscriber at that position, so its encoded form is made once and shared.
 *
 * <p>Immutable and thread-safe.
 */
public final class Batch {
  private final String channel;
  private final Position previous;
  private final Position last;
  private final Position head;
  private final Optional<Gap> gap;
  private final List<Entry> entries;
  private final boolean replay;
  private final List<ByteBuffer> json;
  private volatile @Nullable Object encoded;

  /**
   * A batch.
   *
   * @param previous the position asked for, or where delivery goes on after a gap
   * @param last the position reached when the batch is handled
   * @param head the newest position of the log when the batch was read; informational
   * @param gap what could not be delivered before these entries
   * @param entries immutable, in offset order, all of the epoch of {@code last}; may have holes if
   *     entries were filtered away
   */
  public Batch(
      String channel,
      Position previous,
      Position last,
      Position head,
      Optional<Gap> gap,
      List<Entry> entries) {
    this(channel, previous, last, head, gap, entries, false, List.of());
  }

  private Batch(
      String channel,
      Position previous,
      Position last,
      Position head,
      Optional<Gap> gap,
      List<Entry> entries,
      boolean replay,
      List<ByteBuffer> json) {
    this.channel = channel;
    this.previous = previous;
    this.last = last;
    this.head = head;
    this.gap = gap;
    this.entries = entries;
    this.replay = replay;
    this.json = json;
  }

  /** A batch without entries or gap: the position is at the head. */
  public static Batch empty(String channel, Position at, Position head) {
    return new Batch(channel, at, at, head, Optional.empty(), List.of());
  }

  /** These entries as ones that were given up once and are sent again, out of their order. */
  public Batch asReplay() {
    return new Batch(channel, previous, last, head, gap, entries, true, json);
  }

  /**
   * The same batch from a log that keeps its entries as they stand on the wire, so that nobody
   * encodes them again.
   *
   * @param pieces what {@link #json} then gives
   */
  public Batch withJson(List<ByteBuffer> pieces) {
    return new Batch(channel, previous, last, head, gap, entries, replay, List.copyOf(pieces));
  }

  /**
   * Whether the entries were given up once and are sent again, out of their order: they are
   * delivered whatever the position is, and it stays (SPEC 4.23).
   */
  public boolean isReplay() {
    return replay;
  }

  /** The channel's name. */
  public String channel() {
    return channel;
  }

  /** The position after which the entries follow. */
  public Position previous() {
    return previous;
  }

  /** The position reached when the batch is handled. */
  public Position last() {
    return last;
  }

  /** The newest position of the log when the batch was read. */
  public Position head() {
    return head;
  }

  /** What could not be delivered before these entries. */
  public Optional<Gap> gap() {
    return gap;
  }

  /** The entries; immutable. */
  public List<Entry> entries() {
    return entries;
  }

  /**
   * The JSON of the entries, all of them in order, if the log keeps it; else empty. Each piece
   * holds one or more objects with commas between them; between pieces there is none. A piece must
   * not be written to, nor its position be moved: it is shared.
   */
  public List<ByteBuffer> json() {
    return json;
  }

  /** Whether there is nothing to deliver or announce and the position does not move. */
  public boolean isEmpty() {
    return entries.isEmpty() && gap.isEmpty() && previous.equals(last);
  }

  /**
   * The encoded form, made by the first caller and shared by all later ones, who must pass the same
   * encoder. Two callers at once may both encode; one result stays.
   */
  @SuppressWarnings("unchecked")
  public <E> E encoded(Function<Batch, E> encoder) {
    Object form = encoded;
    if (form == null) {
      form = encoder.apply(this);
      encoded = form;
    }
    return (E) form;
  }

  @Override
  public String toString() {
    return channel
        + " "
        + previous
        + ".."
        + last
        + " of "
        + head
        + gap.map(g -> " gap " + g.reason() + " " + g.from() + ".." + g.to()).orElse("")
        + ", "
        + entries.size()
        + (replay ? " entries again" : " entries");
  }
}
