package dev.realtime.core.webhook;

import dev.realtime.ErrorCode;
import dev.realtime.RejectedException;
import dev.realtime.Start;
import dev.realtime.core.wire.JsonReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The JSON body of a request about webhook subscriptions. A field that is not known is refused: it
 * would be a wish that nobody hears.
 *
 * <p>Immutable.
 */
public final class AdministrationRequest {
  private static final Pattern RATE = Pattern.compile("\\d{1,6}");
  private static final Pattern NUMBER = Pattern.compile("-?[\\d.eE+-]{1,20}");

  private final Map<String, String> values;

  private AdministrationRequest(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads a body; an empty one has no fields.
   *
   * @param known the fields that it may have
   * @throws RejectedException bad-request if it is no JSON object of simple values, or has others
   */
  public static AdministrationRequest parse(byte[] body, Set<String> known) {
    Map<String, String> values = new HashMap<>();
    if (body.length > 0) {
      JsonReader.readObject(
          body,
          (name, value) -> {
            if (!known.contains(name)) {
              throw JsonReader.malformed(
                  "a field is none of "
                      + known.stream().sorted().toList()
                      + ", which are known here");
            }
            values.put(name, value.scalar());
          });
    }
    return new AdministrationRequest(values);
  }

  /** The fields of {@link #newSubscription}. */
  public static final Set<String> CREATE =
      Set.of(
          "channel", "url", "secret", "after", "policy", "maxAttempts", "priority", "rate", "bye");

  /** The fields of {@link #change}. */
  public static final Set<String> CHANGE =
      Set.of("url", "policy", "maxAttempts", "priority", "rate");

  /** What is to be registered. */
  public NewSubscription newSubscription() {
    return new NewSubscription(
        text("channel"),
        text("url"),
        find("secret"),
        find("after").map(AdministrationRequest::start).orElse(Start.latest()),
        priority(),
        policy().orElse(new HeadPolicy.Block()),
        rate().orElse(0),
        find("bye").map(AdministrationRequest::truth).orElse(false));
  }

  /** What is to be changed. */
  public SubscriptionChange change() {
    return new SubscriptionChange(find("url"), priority(), policy(), rate());
  }

  /** Where to go on. */
  public Start after() {
    return start(text("after"));
  }

  /** A field that must be there. */
  public String text(String name) {
    return find(name)
        .orElseThrow(() -> JsonReader.malformed("the field '" + name + "' is missing"));
  }

  /** A field that may be there. */
  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  private static Start start(String text) {
    return legal(() -> Start.parse(text));
  }

  private Optional<Priority> priority() {
    return find("priority")
        .map(
            name ->
                Priority.ofWireName(name)
                    .orElseThrow(
                        () ->
                            JsonReader.malformed(
                                "the priority is transactional, normal or bulk, not what was sent")));
  }

  private Optional<HeadPolicy> policy() {
    int maxAttempts =
        find("maxAttempts").map(AdministrationRequest::number).orElse(HeadPolicy.MAX_ATTEMPTS);
    if (find("maxAttempts").isPresent() && find("policy").isEmpty()) {
      throw JsonReader.malformed("maxAttempts goes with a policy, dead-letter or pause");
    }
    return find("policy").map(name -> legal(() -> HeadPolicy.of(name, maxAttempts)));
  }

  private Optional<Integer> rate() {
    return find("rate").map(AdministrationRequest::rate);
  }

  private static int rate(String text) {
    boolean isRate =
        RATE.matcher(text).matches() && Integer.parseInt(text) <= Registration.MAX_RATE;
    if (!isRate) {
      throw JsonReader.malformed(
          "the field 'rate' is "
              + (NUMBER.matcher(text).matches() ? text : "no number")
              + "; it is how many requests a second the receiver gets at most, a whole number from 1"
              + " to "
              + Registration.MAX_RATE
              + ", or 0 for no limit of its own");
    }
    return Integer.parseInt(text);
  }

  private static boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw JsonReader.malformed("the field 'bye' is true or false, not what was sent");
    };
  }

  private static int number(String text) {
    return legal(() -> Integer.parseInt(text));
  }

  /** Makes a value; one that is not legal is the fault of the request. */
  private static <T> T legal(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new RejectedException(ErrorCode.BAD_REQUEST, String.valueOf(e.getMessage()), e);
    }
  }

  /** Without values: one may be a secret. */
  @Override
  public String toString() {
    return "AdministrationRequest" + values.keySet();
  }
}
