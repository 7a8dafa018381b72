package dev.realtime.testkit;

import dev.realtime.Transport;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Runs a class or a method once for each transport that is asked for and not filtered out. */
final class TransportInvocations
    implements ClassTemplateInvocationContextProvider, TestTemplateInvocationContextProvider {
  private static final String FILTER = "realtime.test.transports";

  /** One run over one transport. */
  private record Run(Transport transport, Map<String, String> properties)
      implements ClassTemplateInvocationContext, TestTemplateInvocationContext {
    @Override
    public String getDisplayName(int index) {
      return "over " + transport.configName();
    }

    @Override
    public void prepareInvocation(ExtensionContext context) {}

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(
          RealtimeExtension.builder().transport(transport).properties(properties).build());
    }
  }

  @Override
  public boolean supportsClassTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public boolean mayReturnZeroClassTemplateInvocationContexts(ExtensionContext context) {
    return true;
  }

  @Override
  public boolean mayReturnZeroTestTemplateInvocationContexts(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<? extends ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
      ExtensionContext context) {
    RealtimeTest test = context.getRequiredTestClass().getAnnotation(RealtimeTest.class);
    Stream<Transport> named = Arrays.stream(test.transports()).map(TransportInvocations::named);
    return runs(named.toArray(Transport[]::new), test.properties());
  }

  @Override
  public Stream<? extends TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    Method method = context.getRequiredTestMethod();
    TransportTest test = method.getAnnotation(TransportTest.class);
    return runs(test.value(), test.properties());
  }

  private static Stream<Run> runs(Transport[] asked, String[] properties) {
    Transport[] wanted = asked.length == 0 ? Transport.values() : asked;
    Map<String, String> values = new LinkedHashMap<>();
    for (String property : properties) {
      int equals = property.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("'" + property + "' is not key=value");
      }
      values.put(property.substring(0, equals), property.substring(equals + 1));
    }
    return Arrays.stream(wanted)
        .filter(TransportInvocations::passes)
        .map(transport -> new Run(transport, values));
  }

  private static boolean passes(Transport transport) {
    String filter = System.getProperty(FILTER, "");
    return filter.isBlank()
        || Arrays.stream(filter.split(","))
            .map(String::strip)
            .anyMatch(name -> named(name) == transport);
  }

  private static Transport named(String name) {
    return Transport.ofConfigName(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + name
                        + "' is not a transport. Use one of "
                        + Arrays.stream(Transport.values()).map(Transport::configName).toList()));
  }
}
