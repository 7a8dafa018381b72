package dev.realtime.testkit.tck;

import dev.realtime.core.log.MemoryLogEngine;
import dev.realtime.core.log.Retention;
import dev.realtime.spi.ChannelLog;
import dev.realtime.spi.LogEngine;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * A wrong log: the rule it is made to break, what the test of that rule says, and the rules that
 * break with it.
 */
@SuppressWarnings(
    "ImmutableEnumChecker") // the set is a copy, what makes logs has no state but a lock
enum LogFault {
  LOSING_LOG(
      "1.1",
      "read when the append of 7 completed",
      WrongAppends.LosingLog::new,
      "1.3",
      "1.4",
      "1.6",
      "3.2",
      "3.4",
      "3.6",
      "3.12"),
  FICKLE_LOG("1.3", "a reader of all against one of the race", WrongReads.FickleLog::new),
  FORGETFUL_LOG(
      "1.4",
      "the places of two repeats and a new message",
      WrongAppends.ForgetfulLog::new,
      "1.3",
      "1.5",
      "1.6",
      "3.1",
      "3.3",
      "3.14"),
  CARELESS_LOG("1.5", "the same id with the content", WrongAppends.CarelessLog::new, "3.14"),
  LEAPING_LOG("1.6", "sequence 3 after 1", WrongAppends.LeapingLog::new, "3.1"),
  HOLEY_LOG(
      "3.1",
      "the offsets of four messages",
      WrongReads.HoleyLog::new,
      "1.3",
      "1.4",
      "3.2",
      "3.3",
      "3.6",
      "3.7",
      "3.8",
      "3.9",
      "3.10",
      "3.17"),
  HOLEY_LOG_IN_A_RACE(
      "3.2",
      "the offsets that a reader saw",
      WrongReads.HoleyLog::new,
      "1.3",
      "1.4",
      "3.1",
      "3.3",
      "3.6",
      "3.7",
      "3.8",
      "3.9",
      "3.10",
      "3.17"),
  MUTATING_LOG("3.3", "offsets 3..8 read a second time", WrongReads.MutatingLog::new, "1.3"),
  SAME_EPOCH_AFTER_WIPE_LOG("3.4", "the epoch after all acknowledged entries were lost"),
  WRONG_END_LOG("3.6", "what is retained of", WrongReads.WrongEndLog::new, "3.9", "3.10"),
  STINGY_LOG("3.7", "a read of at most 1 byte before an entry of 6", WrongReads.StingyLog::new),
  INCLUSIVE_LOG("3.8", "what follows", WrongReads.InclusiveLog::new, "1.3", "3.2"),
  SILENT_TRIM_LOG("3.9", "of which 8..10 are retained", WrongReads.SilentTrimLog::new),
  CREDULOUS_LOG("3.10", "the gap after never:0", WrongReads.CredulousLog::new, "3.4"),
  PATIENT_LOG("3.11", "the gap after", WrongReads.PatientLog::new),
  TWICE_WAKING_LOG("3.12", "how often a wake-up fired", WrongAppends.TwiceWakingLog::new),
  LOCKED_WAKE_LOG(
      "3.13",
      "the bounds, asked for while a wake-up runs",
      log -> new WrongAppends.LockedWakeLog(log, new ReentrantLock())),
  HALF_LOG("3.14", "what the log holds after a refusal", WrongAppends.HalfLog::new, "1.5"),
  PIECEMEAL_LOG(
      "3.14", "what the log holds after the failure", WrongAppends.PiecemealLog::new, "1.5"),
  BROKEN_CHAIN_LOG("3.16", "where the batch read after", WrongReads.BrokenChainLog::new),
  ONE_LOCK_FOR_ALL_LOG("3.17", "while the wake-up of another channel hangs", sharedLock());

  final String rule;
  final String says;
  final Set<String> alsoBreaks;
  private final UnaryOperator<ChannelLog> log;
  private final RandomGenerator epochs;

  LogFault(String rule, String says, UnaryOperator<ChannelLog> log, String... alsoBreaks) {
    this.rule = rule;
    this.says = says;
    this.log = log;
    this.epochs = new SecureRandom();
    this.alsoBreaks = Set.copyOf(List.of(alsoBreaks));
  }

  /** An engine that makes the same epochs each time it begins. */
  LogFault(String rule, String says) {
    this.rule = rule;
    this.says = says;
    this.log = right -> right;
    this.epochs = () -> 0;
    this.alsoBreaks = Set.of();
  }

  private static UnaryOperator<ChannelLog> sharedLock() {
    ReentrantLock lock = new ReentrantLock();
    return right -> new WrongAppends.OneLockForAllLog(right, lock);
  }

  LogEngine engine(Retention retention, Clock clock) {
    return new DecoratedEngine(new MemoryLogEngine(retention, clock, epochs), log);
  }
}
