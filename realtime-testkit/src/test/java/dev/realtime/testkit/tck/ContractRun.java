package dev.realtime.testkit.tck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** One run of a contract on a wrong implementation. Confined to the thread that runs it. */
final class ContractRun implements TestExecutionListener {
  private final Map<String, String> failures = new TreeMap<>();
  private int tests;

  private ContractRun() {}

  /** Runs the tests that verify a rule that is asked for. */
  static ContractRun of(Class<?> subject, String fault, Predicate<String> rules) {
    PostDiscoveryFilter some =
        test ->
            FilterResult.includedIf(
                test.getSource()
                    .filter(source -> source instanceof MethodSource)
                    .map(source -> ((MethodSource) source).getJavaMethod())
                    .map(method -> verifiesAny(method, rules))
                    .orElse(true));
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(subject))
            .filters(some)
            .configurationParameter(FaultResolver.FAULT, fault)
            .build();
    ContractRun run = new ContractRun();
    LauncherFactory.create().execute(request, run);
    return run;
  }

  private static boolean verifiesAny(Method method, Predicate<String> rules) {
    for (String rule : method.getAnnotation(Verifies.class).value()) {
      if (rules.test(rule)) {
        return true;
      }
    }
    return false;
  }

  /** How many tests ran. */
  int tests() {
    return tests;
  }

  /** The messages of the tests that failed, by the first rule each verifies. */
  Map<String, String> failures() {
    return failures;
  }

  @Override
  public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
    boolean failed = result.getStatus() == TestExecutionResult.Status.FAILED;
    if (identifier.isTest()) {
      tests++;
      if (failed) {
        String rule =
            identifier
                .getSource()
                .map(source -> ((MethodSource) source).getJavaMethod())
                .map(method -> method.getAnnotation(Verifies.class).value()[0])
                .orElseThrow();
        failures.merge(rule, message(result), (a, b) -> a + "\n" + b);
      }
    } else if (failed) {
      failures.merge("none", message(result), (a, b) -> a + "\n" + b);
    }
  }

  private static String message(TestExecutionResult result) {
    return result.getThrowable().map(Throwable::toString).orElse("no message");
  }
}
