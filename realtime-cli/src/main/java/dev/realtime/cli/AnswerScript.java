package dev.realtime.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a sink of webhooks answers, step by step; the last step stays. Thread-safe.
 *
 * <p>A step is a status with perhaps the seconds of its Retry-After ({@code 429:2}), a 200 after
 * some milliseconds ({@code hang:3000}), or the end of the connection ({@code close}).
 */
final class AnswerScript {
  private static final Pattern STATUS = Pattern.compile("([2-5]\\d\\d)(?::(\\d{1,6}))?");
  private static final Pattern HANG = Pattern.compile("hang:(\\d{1,7})");

  private final List<Step> steps;
  private final AtomicInteger taken = new AtomicInteger();

  private AnswerScript(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /** One answer. */
  sealed interface Step {
    /** A status at once. */
    record Answer(int status, Optional<Integer> retryAfterSeconds) implements Step {}

    /** 200 after a while. */
    record Hang(Duration pause) implements Step {}

    /** No answer. */
    record Close() implements Step {}
  }

  /** The script of a text; empty if it is none. */
  static Optional<AnswerScript> parse(String text) {
    List<Step> steps = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Optional<Step> step = step(part.strip());
      if (step.isEmpty()) {
        return Optional.empty();
      }
      steps.add(step.get());
    }
    return Optional.of(new AnswerScript(steps));
  }

  private static Optional<Step> step(String text) {
    Matcher status = STATUS.matcher(text);
    if (status.matches()) {
      return Optional.of(
          new Step.Answer(
              Integer.parseInt(status.group(1)),
              Optional.ofNullable(status.group(2)).map(Integer::valueOf)));
    }
    Matcher hang = HANG.matcher(text);
    if (hang.matches()) {
      return Optional.of(new Step.Hang(Duration.ofMillis(Long.parseLong(hang.group(1)))));
    }
    return text.equals("close") ? Optional.of(new Step.Close()) : Optional.empty();
  }

  /** The step of the next delivery. */
  Step next() {
    int last = steps.size() - 1;
    return steps.get(taken.getAndUpdate(n -> Math.min(n + 1, last)));
  }
}
