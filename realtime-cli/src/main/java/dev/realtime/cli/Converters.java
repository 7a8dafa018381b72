package dev.realtime.cli;

import dev.realtime.Start;
import dev.realtime.Transport;
import dev.realtime.core.loop.PublishLimits;
import dev.realtime.core.webhook.Priority;
import dev.realtime.core.webhook.Registration;
import dev.realtime.core.wire.ChannelName;
import dev.realtime.core.wire.ProducerId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The values of arguments, each with a message that says what is allowed. */
final class Converters {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1));

  /** All that need nothing but the server's URL. */
  private static final List<Transport> CLIENT =
      List.of(Transport.WEBSOCKET, Transport.SSE, Transport.LONG_POLLING, Transport.SHORT_POLLING);

  private Converters() {}

  private static TypeConversionException wrong(String value, String what, String allowed) {
    return new TypeConversionException("'" + printable(value) + "' is " + what + ". " + allowed);
  }

  private static String printable(String text) {
    String cut = text.length() > 80 ? text.substring(0, 80) + "…" : text;
    return cut.replaceAll("\\p{Cntrl}", "\uFFFD");
  }

  /** A duration such as {@code 250ms} or {@code 10s}, longer than nothing. */
  static final class OfDuration implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      Matcher matcher = DURATION.matcher(value);
      if (!matcher.matches()) {
        throw wrong(
            value,
            "not a duration",
            "Write a whole number and a unit, such as 250ms, 10s, 2m or 1h.");
      }
      Duration unit = UNITS.getOrDefault(matcher.group(2), Duration.ZERO);
      Duration duration = unit.multipliedBy(Long.parseLong(matcher.group(1)));
      if (duration.isZero()) {
        throw wrong(value, "no time at all", "Use 1ms or more.");
      }
      return duration;
    }
  }

  /** A place to start. */
  static final class OfStart implements ITypeConverter<Start> {
    @Override
    public Start convert(String value) {
      try {
        return Start.parse(value);
      } catch (IllegalArgumentException e) {
        throw wrong(
            value,
            "no place to start",
            "Use earliest, latest, -N (the last N messages) or a position <epoch>:<offset>, for"
                + " example k3f9x2m7q1ab:42.");
      }
    }
  }

  /** A transport that needs nothing but the server's URL. */
  static final class OfTransport implements ITypeConverter<Transport> {
    @Override
    public Transport convert(String value) {
      return transport(value, CLIENT);
    }
  }

  /** A transport of subscriptions. */
  static final class OfSubscribeTransport implements ITypeConverter<Transport> {
    @Override
    public Transport convert(String value) {
      return transport(
          value, Stream.concat(CLIENT.stream(), Stream.of(Transport.WEBHOOK)).toList());
    }
  }

  private static Transport transport(String value, List<Transport> allowed) {
    String names = allowed.stream().map(Transport::configName).collect(Collectors.joining(", "));
    return Transport.ofConfigName(value)
        .filter(allowed::contains)
        .orElseThrow(() -> wrong(value, "not a transport", "Use one of " + names + "."));
  }

  /** What carries publishes: {@code websocket}, or {@code http} for requests. */
  static final class OfPublishTransport implements ITypeConverter<Transport> {
    @Override
    public Transport convert(String value) {
      return switch (value) {
        case "websocket" -> Transport.WEBSOCKET;
        case "http" -> Transport.LONG_POLLING;
        default -> throw wrong(value, "no transport of publishes", "Use websocket or http.");
      };
    }
  }

  /** What becomes of a message that is not taken. */
  static final class OfPolicy implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      if (!List.of("block", "dead-letter", "pause").contains(value)) {
        throw wrong(value, "not a policy", "Use block, dead-letter or pause.");
      }
      return value;
    }
  }

  /** The lane of a webhook. */
  static final class OfPriority implements ITypeConverter<Priority> {
    @Override
    public Priority convert(String value) {
      return Priority.ofWireName(value)
          .orElseThrow(() -> wrong(value, "not a priority", "Use transactional, normal or bulk."));
    }
  }

  /** How many requests a second a webhook gets at most. */
  static final class OfWebhookRate implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      if (!value.matches("\\d{1,6}") || Integer.parseInt(value) > Registration.MAX_RATE) {
        throw wrong(
            value,
            "not a rate of a webhook",
            "Use a whole number of requests a second from 1 to "
                + Registration.MAX_RATE
                + ", or 0 for no limit of its own.");
      }
      return Integer.parseInt(value);
    }
  }

  /** A port to listen on. */
  static final class OfPort implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65_535) {
        throw wrong(value, "not a port", "Use a number from 0 to 65535; 0 takes a free one.");
      }
      return Integer.parseInt(value);
    }
  }

  /** What a sink answers. */
  static final class OfScript implements ITypeConverter<AnswerScript> {
    @Override
    public AnswerScript convert(String value) {
      return AnswerScript.parse(value)
          .orElseThrow(
              () ->
                  wrong(
                      value,
                      "not a script",
                      "Join steps by ',': a status from 200 to 599, 429:2 for one with Retry-After,"
                          + " hang:3000 for 200 after 3000 ms, or close."));
    }
  }

  /** The name of a channel. */
  static final class OfChannel implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      try {
        return ChannelName.check(value);
      } catch (IllegalArgumentException e) {
        throw wrong(
            value,
            "not a channel name",
            "Use 1 to 8 segments joined by '/', each 1 to 64 characters of A-Z a-z 0-9 . _ ~ : @ -"
                + " and neither '.' nor '..', at most 200 characters in all.");
      }
    }
  }

  /** A producer id or another name of that grammar. */
  static final class OfName implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      if (!ProducerId.isValid(value)) {
        throw wrong(value, "not a name", "Use 1 to 64 characters of A-Z a-z 0-9 . _ -.");
      }
      return value;
    }
  }

  /** A whole number that is at least 1. */
  static final class OfCount implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
      if (!value.matches("0*[1-9]\\d{0,14}")) {
        throw wrong(value, "not a count", "Use a whole number from 1 on.");
      }
      return Long.parseLong(value);
    }
  }

  /** A whole number from 0 on. */
  static final class OfNumber implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
      if (!value.matches("\\d{1,15}")) {
        throw wrong(value, "not a number", "Use a whole number from 0 on.");
      }
      return Long.parseLong(value);
    }
  }

  /** A number of unanswered publishes, at most as many as a publisher of the library holds. */
  static final class OfInFlight implements ITypeConverter<Integer> {
    private static final int MAX = PublishLimits.defaults().maxInFlight();

    @Override
    public Integer convert(String value) {
      if (!value.matches("0*[1-9]\\d{0,5}") || Integer.parseInt(value) > MAX) {
        throw wrong(
            value, "not a number of unanswered publishes", "Use a number from 1 to " + MAX + ".");
      }
      return Integer.parseInt(value);
    }
  }

  /** A number of messages per unit of time, such as {@code 20/s}. */
  static final class OfRate implements ITypeConverter<Rate> {
    @Override
    public Rate convert(String value) {
      return Rate.parse(value)
          .orElseThrow(
              () ->
                  wrong(
                      value,
                      "not a rate",
                      "Write a number from 0.001 to 1000000 and /s, /m or /h, such as 20/s."));
    }
  }
}
