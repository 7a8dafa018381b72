package dev.realtime.core.loop;

import dev.realtime.Gap;
import dev.realtime.Position;
import dev.realtime.spi.Batch;
import dev.realtime.spi.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The reader's rule: what of a batch is delivered, dropped or announced, given what was handled
 * before (SPEC 4.6, 4.8; docs/wire.md).
 *
 * <p>Confined to the serial executor of its subscription.
 */
public final class OrderGate {
  private static final int MAX_EPOCHS = 64;

  /** For each epoch that was entered the highest offset handled, oldest first. */
  private final Map<String, Long> marks = new LinkedHashMap<>();

  private Position position;

  /** What to do with a batch. */
  public sealed interface Verdict {
    /**
     * Announce the gap, deliver the entries, then call {@link OrderGate#passed}.
     *
     * @param gap what to announce first
     * @param entries those not handled before
     */
    record Deliver(Optional<Gap> gap, List<Entry> entries) implements Verdict {}

    /**
     * Deliver the entries wherever they stand, and nothing else: the position stays (SPEC 4.23).
     *
     * @param entries all of the batch
     */
    record Replay(List<Entry> entries) implements Verdict {}

    /** A repeat of what was passed already. */
    record Drop() implements Verdict {}

    /** Something was lost on the way: begin a new exchange at the position. */
    record Reopen() implements Verdict {}
  }

  /** A gate that expects what follows a position. */
  public OrderGate(Position start) {
    this.position = start;
    marks.put(Position.ORIGIN.epoch(), 0L);
    marks.put(start.epoch(), start.offset());
  }

  /** The position of the last entry handled, gap announced or batch passed. */
  public Position position() {
    return position;
  }

  /** Judges a batch; changes nothing. */
  public Verdict judge(Batch batch) {
    if (batch.isReplay()) {
      return new Verdict.Replay(batch.entries());
    }
    Optional<Gap> gap = batch.gap().filter(g -> g.after().equals(position));
    Position at = gap.isPresent() ? batch.previous() : position;
    if (fits(batch, at)) {
      return new Verdict.Deliver(
          gap, batch.entries().stream().filter(e -> isNew(e.position())).toList());
    }
    boolean left =
        !batch.last().epoch().equals(at.epoch()) && marks.containsKey(batch.last().epoch());
    return left ? new Verdict.Drop() : new Verdict.Reopen();
  }

  private boolean fits(Batch batch, Position at) {
    Position previous = batch.previous();
    if (previous.equals(at)) {
      return true;
    }
    if (!batch.last().epoch().equals(at.epoch())) {
      return false;
    }
    return previous.epoch().equals(at.epoch())
        ? previous.offset() <= at.offset()
        : marks.containsKey(previous.epoch());
  }

  private boolean isNew(Position entry) {
    Long mark = marks.get(entry.epoch());
    return mark == null || entry.offset() > mark;
  }

  /** The gap was announced; delivery goes on after its end. */
  public void announced(Gap gap) {
    enter(gap.resume());
  }

  /** The entry was handled. */
  public void handled(Entry entry) {
    enter(entry.position());
  }

  /** All of the batch was handled. */
  public void passed(Batch batch) {
    Position last = batch.last();
    if (!last.epoch().equals(position.epoch()) || last.offset() > position.offset()) {
      enter(last);
    }
  }

  private void enter(Position next) {
    position = next;
    marks.merge(next.epoch(), next.offset(), Math::max);
    if (marks.size() > MAX_EPOCHS) {
      String oldest =
          marks.keySet().stream()
              .filter(e -> !e.equals(position.epoch()))
              .findFirst()
              .orElseThrow();
      marks.remove(oldest);
    }
  }
}
