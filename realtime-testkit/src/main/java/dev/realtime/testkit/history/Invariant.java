package dev.realtime.testkit.history;

/** What must hold for every history of a correct service (SPEC §5). */
public enum Invariant {
  /** An offset of an epoch names one message, for every publisher and subscriber. */
  AGREE,
  /** Offsets increase within an epoch for each subscription, and no epoch that was left returns. */
  ORDER,
  /** Every hole is announced by one gap that names exactly it. */
  GAPLESS,
  /** A gap is true: it names what was not delivered and is not readable. */
  GAPTRUE,
  /** Nothing is delivered twice in one subscription, but what a reset begins anew. */
  NODUP,
  /** The messages of a publisher stand in the order of its calls. */
  FIFO,
  /** A message acknowledged before another was published stands before it. */
  REALTIME,
  /** A publish is appended at most once, and every acknowledgement names that place. */
  ONCE,
  /** What was refused for good, or never published, is not there. */
  NOGHOST,
  /** What was acknowledged is readable until retention removes it. */
  DURABLE,
  /** A loss at a change of the epoch is announced, and none is announced without a loss. */
  EPOCH,
  /**
   * A subscription that had time to, reached the head, and within 10 s and the backoff cap of its
   * client: from the last event of a publisher of the channel, the last {@code fault} or {@code
   * epoch} and its own {@code sub_start}, whichever is last. So a run records the end of a fault
   * that lasts, such as a partition, as a fault too.
   */
  COMPLETE,
  /** The bytes of a payload arrive unchanged. */
  PAYLOAD,
  /** A subscription is told of its own channel alone, and of nothing after its end. */
  ISOLATE,
  /** Every entry that is due to a webhook subscription is answered 2xx or dead-lettered. */
  HOOK1,
  /**
   * The entries from one offset to another have one id in all attempts and one id names no other
   * entries, with the same bytes. A batch that was read anew and ends elsewhere has another id.
   */
  HOOKID,
  /** An entry is sent to a webhook only when all before it were answered 2xx or given up. */
  HOOKORD,
  /**
   * What was answered 2xx comes again at most once for each crash and each answer that was lost or
   * late. A repeat needs a {@code fault} of its own after the request that the subscription took
   * before the repeated one, and a fault excuses no more than the entries of one request. It
   * strikes the subscription that its text ends in, as in {@code answer lost:s}, else every one,
   * and its text says what it is: kill, crash, restart, answer, timeout or partition. A run that
   * rewinds a subscription records such a fault for every request that repeats.
   */
  HOOKDUP
}
