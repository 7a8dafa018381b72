package dev.realtime.testkit.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The judge of HOOKDUP for one webhook subscription: what was answered 2xx and comes again needs a
 * fault of its own. Confined to one thread.
 *
 * <p>A request began at the earliest when the request before it was taken, for one is under way at
 * a time. So a fault strikes a request from there until the repeat, in whatever order the receiver
 * wrote it, the fault and the repeat down.
 */
final class HookRepeats {
  private static final Pattern LOSES_ANSWERS =
      Pattern.compile("kill|crash|restart|answer|time-?out|partition");

  private final List<HistoryEvent.FaultMade> unused;
  private final Map<Place, Taken> taken = new HashMap<>();
  private @Nullable HookPost last;

  /** A request that was answered 2xx and when the one before it was. */
  private record Taken(HookPost post, long after) {}

  /** A judge; the faults are in the order of their times. */
  HookRepeats(String subscription, List<HistoryEvent.FaultMade> faults) {
    unused =
        faults.stream()
            .filter(fault -> strikes(fault.what(), subscription))
            .collect(Collectors.toCollection(ArrayList::new));
  }

  private static boolean strikes(String what, String subscription) {
    return LOSES_ANSWERS.matcher(what).find()
        && (what.indexOf(':') < 0 || what.endsWith(":" + subscription));
  }

  /** Takes a request that was answered 2xx; those that it repeats without an excuse. */
  List<HookPost> take(HookPost post) {
    Set<Taken> repeated = new LinkedHashSet<>();
    post.places().stream().filter(taken::containsKey).map(taken::get).forEach(repeated::add);
    List<HookPost> unexcused = new ArrayList<>();
    for (Taken before : repeated) {
      if (!useFault(before.after(), post.t())) {
        unexcused.add(before.post());
      }
    }
    Taken now = new Taken(post, last == null ? Long.MIN_VALUE : last.t());
    post.places().forEach(place -> taken.put(place, now));
    last = post;
    return unexcused;
  }

  private boolean useFault(long after, long until) {
    for (HistoryEvent.FaultMade fault : unused) {
      if (fault.t() > after && fault.t() <= until) {
        return unused.remove(fault);
      }
    }
    return false;
  }
}
