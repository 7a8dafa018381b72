package dev.realtime.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that runs once for each transport: {@code memory}, and the others over a real server
 * and a real client on the loopback address, fresh for each test.
 *
 * <p>Constructors, methods and life-cycle methods may take a {@link dev.realtime.Realtime}, the
 * {@link dev.realtime.Transport}, a {@link RealtimeProbe} and, except over {@code memory}, the
 * {@link FaultProxy} between client and server. The transport stands before the text of a failure.
 * {@code -Drealtime.test.transports=sse,websocket} runs those alone.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(TransportInvocations.class)
public @interface RealtimeTest {
  /** The transports by their configuration names; none for all. */
  String[] transports() default {};

  /** Configuration of server and client, each {@code key=value}. */
  String[] properties() default {};
}
