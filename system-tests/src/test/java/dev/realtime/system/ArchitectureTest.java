package dev.realtime.system;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The arrows of docs/design-decisions.md, and what main code must not do. */
class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("test-classes"))
          .importPackages("dev.realtime");

  private static final String[] LIBRARY = {
    "dev.realtime",
    "dev.realtime.spi",
    "dev.realtime.core..",
    "dev.realtime.jetty..",
    "dev.realtime.okhttp.."
  };

  @Test
  void theApiKnowsTheJdkAndJSpecifyAlone() {
    classes()
        .that()
        .resideInAnyPackage("dev.realtime", "dev.realtime.spi")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.realtime", "dev.realtime.spi", "java..", "org.jspecify..")
        .check(MAIN);
  }

  @Test
  void coreKnowsNoHttpLibraryAndNoAdapter() {
    noClasses()
        .that()
        .resideInAPackage("dev.realtime.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.realtime.jetty..",
            "dev.realtime.okhttp..",
            "dev.realtime.testkit..",
            "org.eclipse.jetty..",
            "okhttp3..",
            "okio..")
        .check(MAIN);
  }

  @Test
  void serverAndClientDoNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage("dev.realtime.jetty..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.realtime.okhttp..", "okhttp3..")
        .check(MAIN);
    noClasses()
        .that()
        .resideInAPackage("dev.realtime.okhttp..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.realtime.jetty..", "org.eclipse.jetty..")
        .check(MAIN);
  }

  @Test
  void transportsNeverSeeEachOther() {
    for (String module : List.of("jetty", "okhttp")) {
      for (String one : List.of("poll", "sse", "websocket", "webhook")) {
        for (String other : List.of("poll", "sse", "websocket", "webhook")) {
          if (!one.equals(other)) {
            noClasses()
                .that()
                .resideInAPackage("dev.realtime." + module + "." + one)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.realtime." + module + "." + other)
                .check(MAIN);
          }
        }
      }
    }
  }

  @Test
  void packagesHaveNoCycles() {
    for (String module : List.of("core", "jetty", "okhttp")) {
      slices().matching("dev.realtime." + module + ".(*)..").should().beFreeOfCycles().check(MAIN);
    }
  }

  @Test
  void jacksonStaysInTheWire() {
    noClasses()
        .that()
        .resideInAnyPackage(LIBRARY)
        .and()
        .resideOutsideOfPackage("dev.realtime.core.wire")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml..")
        .check(MAIN);
  }

  @Test
  void timeAndChanceAreGiven() {
    noClasses()
        .that()
        .resideInAnyPackage(LIBRARY)
        .and()
        .doNotHaveFullyQualifiedName("dev.realtime.core.loop.SystemTimers")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callConstructor(Random.class)
        .orShould()
        .callConstructor(Random.class, long.class)
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callMethod(TimeUnit.class, "sleep", long.class)
        .orShould()
        .callMethod(LockSupport.class, "parkNanos", long.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ThreadLocalRandom.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(SplittableRandom.class)
        .check(MAIN);
  }

  /** The clock and the chance of the machine come in where a server or a client is put together. */
  @Test
  void theMachineIsAskedAtTheRootsAlone() {
    noClasses()
        .that()
        .resideInAnyPackage(LIBRARY)
        .and()
        .haveNameNotMatching(".*\\.(InMemoryRealtime|NodeBuilder|ClientParts|ClientTransports)")
        .should()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .orShould()
        .callConstructor(SecureRandom.class)
        .check(MAIN);
  }

  @Test
  void classesAreFinalSealedOrInterfaces() {
    classes()
        .that()
        .resideInAnyPackage(LIBRARY)
        .and()
        .areTopLevelClasses()
        .and()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .and()
        .doNotHaveSimpleName("package-info")
        .and()
        .doNotHaveSimpleName("module-info")
        .and()
        .doNotHaveFullyQualifiedName("dev.realtime.RealtimeException")
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(MAIN);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameStartingWith("Abstract")
        .check(MAIN);
  }
}
