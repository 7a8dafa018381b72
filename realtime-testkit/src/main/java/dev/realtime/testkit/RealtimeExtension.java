package dev.realtime.testkit;

import dev.realtime.Realtime;
import dev.realtime.Transport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Gives tests a realtime over one transport, fresh for each test, and names the transport in the
 * text of a failure. {@link RealtimeTest} and {@link TransportTest} register it for each transport;
 * a test that wants one alone registers it itself:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final RealtimeExtension REALTIME =
 *     RealtimeExtension.builder().transport(Transport.SSE).build();
 * }</pre>
 *
 * <p>Immutable.
 */
public final class RealtimeExtension implements ParameterResolver, TestExecutionExceptionHandler {
  private static final Set<Class<?>> TYPES =
      Set.of(Realtime.class, Transport.class, RealtimeProbe.class, FaultProxy.class);

  private final Transport transport;
  private final Map<String, String> properties;

  private RealtimeExtension(Transport transport, Map<String, String> properties) {
    this.transport = transport;
    this.properties = Map.copyOf(properties);
  }

  /** An extension over {@code memory} until told otherwise. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return TYPES.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == Transport.class) {
      return transport;
    }
    TestRealtime running = running(context);
    if (type == Realtime.class) {
      return running.realtime();
    }
    if (type == RealtimeProbe.class) {
      return running.probe();
    }
    return running
        .proxy()
        .orElseThrow(
            () ->
                new ParameterResolutionException(
                    "there is no network between the halves of the transport memory, so no"
                        + " FaultProxy. Name the transports: @RealtimeTest(transports = …)"));
  }

  private TestRealtime running(ExtensionContext context) {
    return context
        .getStore(Namespace.create(RealtimeExtension.class, transport))
        .computeIfAbsent(
            TestRealtime.class,
            key -> TestRealtime.start(transport, properties),
            TestRealtime.class);
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
    String text = "[over " + transport.configName() + "] " + failure.getMessage();
    AssertionError named = new AssertionError(text, failure);
    named.setStackTrace(failure.getStackTrace());
    throw named;
  }

  /** An extension in the making. Confined to one thread. */
  public static final class Builder {
    private Transport transport = Transport.MEMORY;
    private final Map<String, String> properties = new LinkedHashMap<>();

    private Builder() {}

    /** The transport. */
    public Builder transport(Transport value) {
      transport = value;
      return this;
    }

    /** A configuration value of server and client. */
    public Builder property(String key, String value) {
      properties.put(key, value);
      return this;
    }

    /** Configuration values of server and client. */
    public Builder properties(Map<String, String> values) {
      properties.putAll(values);
      return this;
    }

    /** The extension. */
    public RealtimeExtension build() {
      return new RealtimeExtension(transport, properties);
    }
  }
}
