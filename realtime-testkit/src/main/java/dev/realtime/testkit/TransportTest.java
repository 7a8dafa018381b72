package dev.realtime.testkit;

import dev.realtime.Transport;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test method that runs once for each of the given transports, all if none is given; for its
 * parameters see {@link RealtimeTest}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(TransportInvocations.class)
public @interface TransportTest {
  /** The transports; none for all. */
  Transport[] value() default {};

  /** Configuration of server and client, each {@code key=value}. */
  String[] properties() default {};
}
