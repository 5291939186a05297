package io.gatehouse.fleet.web.call;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** JSON as the contract has it: times in RFC 3339 with milliseconds, no nulls. Safe from any thread. */
public final class Bodies {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, false)
            .registerModule(new SimpleModule()
                    .addSerializer(Instant.class, new TimeText())
                    .addDeserializer(Instant.class, new TextTime()));

    private Bodies() {}

    public static String time(Instant instant) {
        return TIME.format(instant);
    }

    public static String text(Object body) {
        try {
            return MAPPER.writeValueAsString(body);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + body.getClass().getSimpleName(), e);
        }
    }

    /** Any object as a tree, in the contract's form. */
    public static JsonNode treeOf(Object body) {
        return MAPPER.valueToTree(body);
    }

    public static JsonNode tree(@Nullable Buffer body) {
        if (body == null || body.length() == 0) {
            return MAPPER.createObjectNode();
        }
        try {
            return MAPPER.readTree(body.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the contract should have refused this body", e);
        }
    }

    public static <T> T read(Buffer body, Class<T> type) {
        try {
            return MAPPER.readValue(body.getBytes(), type);
        } catch (IOException e) {
            throw new UncheckedIOException("the contract should have refused this body", e);
        }
    }

    private static final class TimeText extends JsonSerializer<Instant> {
        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(time(value));
        }
    }

    private static final class TextTime extends JsonDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return OffsetDateTime.parse(in.getText()).toInstant();
        }
    }
}
