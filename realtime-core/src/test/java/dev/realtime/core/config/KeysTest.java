package dev.realtime.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.SubscribeOptions;
import dev.realtime.Transport;
import dev.realtime.core.channel.SubscribeDefaults;
import dev.realtime.core.log.Retention;
import dev.realtime.core.loop.BackoffPolicy;
import dev.realtime.core.loop.PublishLimits;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeysTest {
  @Test
  void holdsEveryKeyInTheOrderOfDeclaration() throws IllegalAccessException {
    List<Object> declared = new ArrayList<>();
    for (Class<?> part : List.of(Keys.class, WebhookKeys.class)) {
      for (var field : part.getFields()) {
        if (Modifier.isStatic(field.getModifiers())) {
          declared.add(field.get(null));
        }
      }
    }

    assertThat(Keys.all()).hasSize(48).isEqualTo(declared);
  }

  @Test
  void noNameStandsForTwoKeys() {
    assertThat(Keys.all()).extracting(key -> Names.canonical(key.name())).doesNotHaveDuplicates();
  }

  @Test
  void noKeyIsASectionOfAnother() {
    for (Key<?> section : Keys.all()) {
      assertThat(Keys.all())
          .extracting(Key::name)
          .noneMatch(name -> name.startsWith(section.name() + "."));
    }
  }

  @Test
  void everyNameIsCanonicalAndNotReserved() {
    assertThat(Keys.all())
        .extracting(Key::name)
        .allMatch(name -> name.matches("realtime(\\.[a-z]+(-[a-z]+)*)+"))
        .noneMatch(Names::isReserved);
  }

  @Test
  void theDefaultsAreThoseOfTheParts() {
    Configuration defaults = Configuration.defaults();

    assertThat(Retention.defaults())
        .isEqualTo(
            new Retention(
                defaults.get(Keys.RETENTION_MAX_MESSAGES),
                defaults.get(Keys.RETENTION_MAX_BYTES),
                defaults.get(Keys.RETENTION_MAX_AGE)));
    assertThat(PublishLimits.defaults())
        .returns(defaults.get(Keys.BATCH_MAX_MESSAGES), PublishLimits::maxBatchEntries)
        .returns(defaults.get(Keys.BATCH_MAX_BYTES), PublishLimits::maxBatchBytes)
        .returns(defaults.get(Keys.MAX_MESSAGE_SIZE), PublishLimits::maxMessageBytes);
    assertThat(BackoffPolicy.defaults())
        .isEqualTo(
            new BackoffPolicy(
                defaults.get(Keys.RETRY_MIN_DELAY),
                defaults.get(Keys.RETRY_MAX_DELAY),
                defaults.get(Keys.RETRY_RESET_AFTER)));
    assertThat(SubscribeDefaults.over(Transport.MEMORY).onGap())
        .isEqualTo(defaults.get(Keys.SUBSCRIBER_ON_GAP));
    assertThat(SubscribeOptions.defaults())
        .returns(defaults.get(Keys.TRANSPORT), SubscribeOptions::transport);
  }
}
