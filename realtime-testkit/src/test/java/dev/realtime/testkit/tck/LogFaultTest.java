package dev.realtime.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract finds every wrong log, at the rule it breaks and in words that name it. */
final class LogFaultTest {
  @ParameterizedTest
  @EnumSource(LogFault.class)
  void aWrongLogFailsTheRuleItBreaks(LogFault fault) {
    ContractRun run = ContractRun.of(FaultyLogSubject.class, fault.name(), rule -> true);

    assertThat(run.failures()).containsKey(fault.rule);
    assertThat(run.failures().get(fault.rule)).contains(fault.says);
    Set<String> explained = new TreeSet<>(fault.alsoBreaks);
    explained.add(fault.rule);
    assertThat(explained).containsAll(run.failures().keySet());
    assertThat(run.tests()).isGreaterThan(40);
  }
}
