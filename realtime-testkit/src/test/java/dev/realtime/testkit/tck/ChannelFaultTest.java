package dev.realtime.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contract finds every wrong realtime in words that name what is wrong. Only the tests of the
 * broken rule are run: a realtime that breaks one can leave others waiting.
 */
final class ChannelFaultTest {
  @ParameterizedTest
  @EnumSource(ChannelFault.class)
  void aWrongRealtimeFailsTheRuleItBreaks(ChannelFault fault) {
    ContractRun run = ContractRun.of(FaultyRealtimeSubject.class, fault.name(), fault.rule::equals);

    assertThat(run.failures()).containsOnlyKeys(fault.rule);
    assertThat(run.failures().get(fault.rule)).contains(fault.says);
  }
}
