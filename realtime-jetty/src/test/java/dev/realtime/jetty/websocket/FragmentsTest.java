package dev.realtime.jetty.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;
import org.junit.jupiter.api.Test;

class FragmentsTest {
  private final Fragments message = new Fragments(10);

  private static Frame frame(String text, boolean last) {
    return new Frame(OpCode.TEXT, last, StandardCharsets.US_ASCII.encode(text));
  }

  @Test
  void aMessageMayBeOneFrameOrSeveral() {
    assertThat(message.add(frame("one", true))).asString().isEqualTo("one");
    assertThat(message.add(frame("t", false))).isNull();
    assertThat(message.add(frame("", false))).isNull();
    assertThat(message.add(frame("wo", true))).asString().isEqualTo("two");
    assertThat(message.add(frame("", true))).isEmpty();
  }

  @Test
  void aMessageIsLimitedInBytes() {
    message.add(frame("1234567890", false));

    assertThatThrownBy(() -> message.add(frame("1", true)))
        .isInstanceOf(MessageTooLargeException.class)
        .hasMessage("a message has at most 10 bytes");
  }

  @Test
  void aMessageIsLimitedInFrames() {
    for (int i = 0; i < 1_024; i++) {
      message.add(frame("", false));
    }

    assertThatThrownBy(() -> message.add(frame("", true)))
        .isInstanceOf(MessageTooLargeException.class)
        .hasMessage("a message has at most 1024 frames");
  }
}
