package dev.realtime.testkit.tck;

/**
 * The rules of SPEC.md that a log decides, as tests: a class that implements this interface and
 * makes its engines runs them all.
 *
 * <pre>{@code
 * class MyLogTest implements ChannelLogContract {
 *   @Override
 *   public LogFixture open(Retention retention, Clock clock) { … }
 * }
 * }</pre>
 *
 * <p>The tests need no time but the clock they give, and each engine is used by one test. A race
 * prints its seed; {@code -Drealtime.tck.seed} runs it again from there.
 */
public interface ChannelLogContract
    extends ChannelLogContractAppend,
        ChannelLogContractIdentity,
        ChannelLogContractRead,
        ChannelLogContractPosition,
        ChannelLogContractGrowth {}
