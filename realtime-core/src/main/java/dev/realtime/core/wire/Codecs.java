package dev.realtime.core.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.realtime.Codec;
import dev.realtime.Payload;
import java.io.IOException;

/** The codecs that a class stands for. Immutable. */
public final class Codecs {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .findAndAddModules()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Codecs() {}

  /**
   * The codec of a class: {@code byte[]} and {@link Payload} as they are; JSON for all else, of
   * which {@code String} also reads {@code text/*}.
   */
  @SuppressWarnings("unchecked")
  public static <T> Codec<T> of(Class<T> type) {
    if (type == Payload.class) {
      return (Codec<T>) new AsIs();
    }
    return type == byte[].class ? (Codec<T>) new Bytes() : new Json<>(type);
  }

  private record AsIs() implements Codec<Payload> {
    @Override
    public Payload encode(Payload value) {
      return value;
    }

    @Override
    public Payload decode(Payload payload) {
      return payload;
    }
  }

  private record Bytes() implements Codec<byte[]> {
    @Override
    public Payload encode(byte[] value) {
      return Payload.of(value, "application/octet-stream");
    }

    @Override
    public byte[] decode(Payload payload) {
      return payload.toByteArray();
    }
  }

  private record Json<T>(Class<T> type) implements Codec<T> {
    @Override
    public Payload encode(T value) {
      try {
        byte[] json = JSON.writeValueAsBytes(value);
        return Payload.wrap(json, 0, json.length, Payload.JSON);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(
            type.getName() + " cannot be written as JSON: " + e.getOriginalMessage(), e);
      }
    }

    @Override
    public T decode(Payload payload) {
      if (type == String.class && payload.isText()) {
        return type.cast(payload.toText());
      }
      if (!payload.isJson()) {
        throw new IllegalArgumentException(
            "a payload of "
                + payload.contentType()
                + " is not JSON, as "
                + type.getName()
                + " needs");
      }
      try {
        return JSON.readValue(payload.toByteArray(), type);
      } catch (IOException e) {
        throw new IllegalArgumentException(payload + " cannot be read as " + type.getName(), e);
      }
    }
  }
}
