package dev.realtime.core.log;

import static java.util.Objects.requireNonNull;

import dev.realtime.Payload;
import dev.realtime.core.wire.EntryWriter;
import dev.realtime.core.wire.JsonWriter;
import dev.realtime.spi.Entry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The retained entries of a log, encoded once for all transports and readers: JSON objects with
 * commas between them, in segments that end where an entry ends. A batch is a slice of a segment or
 * of a few, so that a reader who stops pins what it reads and no more. The bytes of what retention
 * removes go with the last entry of their segment.
 *
 * <p>Guarded by the log.
 */
final class Segments {
  private static final int SMALLEST = 512;
  private static final int LARGEST = 256 * 1024;
  private static final int OVERHEAD = 160;

  private final List<Segment> segments = new ArrayList<>();

  /** Consecutive entries, and where the JSON of each ends. */
  private static final class Segment {
    final long first;
    final byte[] bytes;
    private @Nullable Entry[] entries = new Entry[2];
    private int[] ends = new int[2];
    private int count;
    private int trimmed;

    Segment(long first, int capacity) {
      this.first = first;
      this.bytes = new byte[capacity];
    }

    long next() {
      return first + count;
    }

    /** Where the entry of an offset begins, after its comma. */
    int from(long offset) {
      return offset == first ? 0 : ends[(int) (offset - first) - 1] + 1;
    }

    int to(long offset) {
      return ends[(int) (offset - first)];
    }

    boolean hasRoom(int size) {
      return from(next()) + size <= bytes.length;
    }

    Entry entry(long offset) {
      return requireNonNull(entries[(int) (offset - first)]);
    }

    void add(Entry entry, JsonWriter json) {
      int from = from(next());
      if (from > 0) {
        bytes[from - 1] = ',';
      }
      json.copyTo(bytes, from);
      if (count == ends.length) {
        ends = Arrays.copyOf(ends, 2 * count);
        entries = Arrays.copyOf(entries, 2 * count);
      }
      ends[count] = from + json.size();
      entries[count] = sharing(entry, ends[count]);
      count++;
    }

    void trim(long oldest) {
      while (trimmed < count && first + trimmed < oldest) {
        entries[trimmed++] = null;
      }
    }

    /** The entry, its payload a part of this segment if it stands there as it is. */
    private Entry sharing(Entry entry, int end) {
      Payload payload = entry.payload();
      int behind = payload.isText() ? "\"}".length() : "}".length();
      int from = end - behind - payload.size();
      if (!ByteBuffer.wrap(bytes, from, payload.size()).equals(payload.toByteBuffer())) {
        return entry;
      }
      return new Entry(
          entry.position(),
          entry.timeMillis(),
          entry.id(),
          entry.key(),
          entry.type(),
          entry.headers(),
          Payload.wrap(bytes, from, payload.size(), payload.contentType()));
    }
  }

  /** An entry that can be kept. */
  record Encoded(Entry entry, JsonWriter json) {}

  /** Encodes an entry; fails before anything is kept. */
  static Encoded encode(Entry entry) {
    JsonWriter json = new JsonWriter(entry.payload().size() + OVERHEAD);
    EntryWriter.write(entry, json);
    return new Encoded(entry, json);
  }

  /** Keeps an entry that follows the last one kept. */
  void add(Encoded encoded) {
    segmentFor(encoded.entry.offset(), encoded.json.size()).add(encoded.entry, encoded.json);
  }

  private Segment segmentFor(long offset, int size) {
    Segment newest = segments.isEmpty() ? null : segments.get(segments.size() - 1);
    if (newest == null || !newest.hasRoom(size)) {
      int doubled = newest == null ? SMALLEST : Math.min(LARGEST, 2 * newest.bytes.length);
      newest = new Segment(offset, Math.max(doubled, size));
      segments.add(newest);
    }
    return newest;
  }

  /** The entry of an offset that is kept. */
  Entry get(long offset) {
    return segments.get(indexOf(offset)).entry(offset);
  }

  /** The entries from an offset that is kept to the newest, but only so many and so large. */
  List<Entry> read(long from, int maxEntries, int maxBytes) {
    List<Entry> read = new ArrayList<>();
    long size = 0;
    long offset = from;
    for (int i = indexOf(from); i < segments.size(); i++) {
      Segment segment = segments.get(i);
      for (; offset < segment.next(); offset++) {
        Entry entry = segment.entry(offset);
        size += entry.payload().size();
        if (read.size() == maxEntries || (size > maxBytes && !read.isEmpty())) {
          return read;
        }
        read.add(entry);
      }
    }
    return read;
  }

  /** The JSON of the entries from one offset to another, both inclusive and kept. */
  List<ByteBuffer> slices(long from, long to) {
    List<ByteBuffer> slices = new ArrayList<>(2);
    for (int i = indexOf(from); i < segments.size() && segments.get(i).first <= to; i++) {
      Segment segment = segments.get(i);
      int start = segment.from(Math.max(from, segment.first));
      int end = segment.to(Math.min(to, segment.next() - 1));
      slices.add(ByteBuffer.wrap(segment.bytes, start, end - start).slice());
    }
    return slices;
  }

  private int indexOf(long offset) {
    int low = 0;
    int high = segments.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (segments.get(middle).first <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Lets go of what comes before an offset. */
  void trim(long first) {
    int gone = 0;
    while (gone < segments.size() && segments.get(gone).next() <= first) {
      gone++;
    }
    segments.subList(0, gone).clear();
    if (!segments.isEmpty()) {
      segments.get(0).trim(first);
    }
  }
}
