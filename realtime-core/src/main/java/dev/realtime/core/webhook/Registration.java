package dev.realtime.core.webhook;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a subscriber registered: which channel goes where, and how. Immutable.
 *
 * @param id {@code sub_} and random characters
 * @param owner the principal that registered it, who alone sees and changes it
 * @param rate requests a second at most, 1 to {@link #MAX_RATE}; 0 for no limit of its own
 * @param bye whether the receiver is told when the server shuts down, which ends the subscription
 * @param secrets the current one first
 */
public record Registration(
    String id,
    String owner,
    String channel,
    URI url,
    Priority priority,
    HeadPolicy policy,
    int rate,
    boolean bye,
    List<KeptSecret> secrets) {
  /** The highest rate; more than any receiver takes one by one. */
  public static final int MAX_RATE = TokenBucket.MAX_BURST;

  private static final int ID_LENGTH = 13;
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

  /** Copies the list. */
  public Registration {
    secrets = List.copyOf(secrets);
  }

  /** A new id, which nobody guesses. */
  static String newId(RandomGenerator random) {
    StringBuilder id = new StringBuilder("sub_");
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(BASE32.charAt(random.nextInt(BASE32.length())));
    }
    return id.toString();
  }

  Registration withUrl(URI value) {
    return new Registration(id, owner, channel, value, priority, policy, rate, bye, secrets);
  }

  Registration withTerms(Priority lane, HeadPolicy head, int perSecond) {
    return new Registration(id, owner, channel, url, lane, head, perSecond, bye, secrets);
  }

  Registration withSecrets(List<KeptSecret> value) {
    return new Registration(id, owner, channel, url, priority, policy, rate, bye, value);
  }

  WebhookSigner signer(Clock clock) {
    return new WebhookSigner(
        secrets.stream().filter(s -> s.signsAt(clock.instant())).map(KeptSecret::secret).toList(),
        clock);
  }

  /** Without the query of the URL, which may hold a secret. */
  @Override
  public String toString() {
    return "Registration[" + id + ", " + channel + " to " + url.getHost() + "]";
  }
}
