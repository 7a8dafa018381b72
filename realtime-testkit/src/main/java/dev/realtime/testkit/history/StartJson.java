package dev.realtime.testkit.history;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import dev.realtime.Position;
import dev.realtime.Start;
import java.io.IOException;

/** The form of a start in a history: {@code "earliest"}, {@code "latest"} or a position. */
final class StartJson {
  private StartJson() {}

  /** Writes the form. */
  static final class Writer extends JsonSerializer<Start> {
    @Override
    public void serialize(Start start, JsonGenerator out, SerializerProvider context)
        throws IOException {
      if (start instanceof Start.After after) {
        out.writeStartObject();
        out.writeStringField("epoch", after.position().epoch());
        out.writeNumberField("off", after.position().offset());
        out.writeEndObject();
      } else {
        out.writeString(start.toString());
      }
    }
  }

  /** Reads the form. */
  static final class Reader extends JsonDeserializer<Start> {
    @Override
    public Start deserialize(JsonParser in, DeserializationContext context) throws IOException {
      JsonNode node = in.readValueAsTree();
      if (node.isObject()) {
        return new Start.After(
            new Position(node.path("epoch").asText(), node.path("off").asLong()));
      }
      return switch (node.asText()) {
        case "earliest" -> Start.earliest();
        case "latest" -> Start.latest();
        default -> throw new IOException("'" + node.asText() + "' is no start");
      };
    }
  }
}
