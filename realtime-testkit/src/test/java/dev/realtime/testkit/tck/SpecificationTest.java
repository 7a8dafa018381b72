package dev.realtime.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Every required rule of SPEC.md has a test and a wrong implementation that fails it, and every
 * test of a rule names one that exists.
 */
final class SpecificationTest {
  private static final Path REPOSITORY = repository();

  private final Specification specification;
  private final VerifiedRules verified;
  private final Set<String> broken;
  private final Map<String, String> untested;
  private final Map<String, String> unbroken;

  SpecificationTest() throws IOException {
    specification = Specification.read(REPOSITORY.resolve("SPEC.md"));
    verified = VerifiedRules.under(REPOSITORY);
    broken = BrokenRules.under(REPOSITORY);
    untested = reasons("untested-rules.txt");
    unbroken = reasons("unbroken-rules.txt");
  }

  private static Path repository() {
    Path module = Path.of("").toAbsolutePath();
    return Stream.of(module, module.resolve(".."))
        .filter(directory -> Files.exists(directory.resolve("SPEC.md")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no SPEC.md in or above " + module));
  }

  /** One rule a line, with the reason why it is excused. */
  private static Map<String, String> reasons(String name) throws IOException {
    Map<String, String> reasons = new TreeMap<>();
    Path file = REPOSITORY.resolve("realtime-testkit/src/test/resources").resolve(name);
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.strip().split(" ", 2);
        assertThat(parts).as("'%s' in %s is a rule and a reason", line, name).hasSize(2);
        reasons.put(parts[0], parts[1]);
      }
    }
    return reasons;
  }

  @Test
  void everyRequiredRuleHasATest() {
    Set<String> missing = new TreeSet<>(specification.required());
    missing.removeAll(verified.rules());
    missing.removeAll(untested.keySet());

    assertThat(missing).as("rules of SPEC.md without a test").isEmpty();
    assertThat(specification.required()).hasSizeGreaterThan(50);
  }

  @Test
  void everyTestOfARuleNamesOneThatExists() {
    Set<String> invented = new TreeSet<>(verified.rules());
    invented.removeAll(specification.rules());

    List<String> tests = new ArrayList<>();
    invented.forEach(rule -> tests.add(rule + " in " + verified.testsOf(rule)));
    assertThat(tests).as("tests of rules that SPEC.md does not have").isEmpty();
    assertThat(verified.unnamed()).as("tests that claim a rule and name none").isEmpty();
  }

  @Test
  void noRuleIsExcusedThatHasATestOrDoesNotExist() {
    assertThat(untested.keySet())
        .as("rules of untested-rules.txt that have a test")
        .doesNotContainAnyElementsOf(verified.rules());
    assertThat(specification.required())
        .as("required rules, among which are those of untested-rules.txt")
        .containsAll(untested.keySet());
  }

  @Test
  void noRuleIsLeftForLaterThatHasATest() {
    Set<String> there = new TreeSet<>(specification.notYet());
    there.retainAll(verified.rules());

    assertThat(there)
        .as("rules that SPEC.md says are not there yet and that have a test")
        .isEmpty();
    assertThat(specification.rules()).containsAll(specification.notYet());
  }

  @Test
  void theNameOfAContractTestIsThatOfItsRule() {
    List<String> wrong = new ArrayList<>();
    List<Class<?>> contracts =
        List.of(
            ChannelLogContract.class,
            ChannelContract.class,
            DeliveryContract.class,
            ServerEventStreamContract.class,
            ServerSocketContract.class,
            ServerStalledPeerContract.class,
            ServerWebhookContract.class);
    for (Class<?> contract : contracts) {
      for (Method method : contract.getMethods()) {
        if (method.isAnnotationPresent(Test.class)
            || method.isAnnotationPresent(ParameterizedTest.class)) {
          Verifies verifies = method.getAnnotation(Verifies.class);
          String first = verifies == null ? "none" : verifies.value()[0];
          if (!method.getName().matches("[a-z]+_" + first.replace('.', '_') + "_.*")) {
            wrong.add(method.getName() + " verifies " + first);
          }
        }
      }
    }

    assertThat(wrong).as("tests whose name and rule differ").isEmpty();
  }

  @Test
  void everyRequiredRuleHasAWrongImplementation() {
    Set<String> missing = new TreeSet<>(specification.required());
    missing.removeAll(broken);
    missing.removeAll(unbroken.keySet());

    assertThat(missing).as("rules of SPEC.md that no wrong implementation breaks").isEmpty();
  }

  @Test
  void noRuleIsExcusedThatAWrongImplementationBreaksOrThatDoesNotExist() {
    assertThat(unbroken.keySet())
        .as("rules of unbroken-rules.txt that a wrong implementation breaks")
        .doesNotContainAnyElementsOf(broken);
    assertThat(specification.required())
        .as("required rules, among which are those of unbroken-rules.txt")
        .containsAll(unbroken.keySet());
  }

  @Test
  void everyWrongImplementationBreaksARuleThatExists() {
    assertThat(specification.rules()).as("rules of SPEC.md").containsAll(broken);
  }
}
