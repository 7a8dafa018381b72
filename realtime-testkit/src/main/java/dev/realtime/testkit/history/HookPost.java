package dev.realtime.testkit.history;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One attempt of a webhook, as its receiver answered it: a line for each message. Immutable. */
record HookPost(List<Line<HistoryEvent.Hooked>> lines) {
  HookPost {
    lines = List.copyOf(lines);
  }

  /** The attempts of the lines of one subscription, which are in the order of their times. */
  static List<HookPost> of(List<Line<HistoryEvent.Hooked>> lines) {
    List<HookPost> posts = new ArrayList<>();
    int from = 0;
    for (int to = 1; to <= lines.size(); to++) {
      if (to == lines.size() || !isSame(lines.get(from), lines.get(to))) {
        posts.add(new HookPost(lines.subList(from, to)));
        from = to;
      }
    }
    return posts;
  }

  private static boolean isSame(Line<HistoryEvent.Hooked> one, Line<HistoryEvent.Hooked> other) {
    return one.event().t() == other.event().t()
        && one.event().id().equals(other.event().id())
        && one.file().equals(other.file());
  }

  private HistoryEvent.Hooked any() {
    return lines.get(0).event();
  }

  long t() {
    return any().t();
  }

  String id() {
    return any().id();
  }

  @Nullable String body() {
    return any().body();
  }

  boolean isTaken() {
    return any().status() / 100 == 2;
  }

  boolean isReplay() {
    return Boolean.TRUE.equals(any().replay());
  }

  String where() {
    return lines.get(0).where();
  }

  List<Place> places() {
    return lines.stream().map(line -> new Place(line.event().epoch(), line.event().off())).toList();
  }

  Place first() {
    return places().get(0);
  }

  /** The range that an id stands for. */
  String range() {
    return first() + ".." + places().get(lines.size() - 1);
  }
}
