package io.gatehouse.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The two encodings of every message: JSON (RFC 8259) and CBOR (RFC 8949) with the same names. Safe from any thread.
 */
public enum WireFormat {
    JSON("application/json", 50, new JsonFactory()),
    CBOR("application/cbor", 60, new CBORFactory());

    /** Largest payload that a device may send, in bytes. */
    public static final int MAX_DEVICE_PAYLOAD = 64 * 1024;

    /** Largest record that the journal takes, in bytes. */
    public static final int MAX_JOURNAL_RECORD = 128 * 1024;

    /** Levels of nesting that are read before a payload counts as malformed; our own messages need 8. */
    public static final int MAX_NESTING = 32;

    private final String mediaType;
    private final int coapContentFormat;
    private final ObjectMapper mapper;

    WireFormat(String mediaType, int coapContentFormat, JsonFactory factory) {
        this.mediaType = mediaType;
        this.coapContentFormat = coapContentFormat;
        factory.setStreamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(32).build());
        this.mapper = new ObjectMapper(factory)
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                .configure(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, true)
                .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
    }

    /** The MQTT 5 content type and the HTTP media type. */
    public String mediaType() {
        return mediaType;
    }

    /** The CoAP content format number (IANA CoRE parameters). */
    public int coapContentFormat() {
        return coapContentFormat;
    }

    /** For trusted messages between our own parts; bounded only by what carries them. */
    public ObjectMapper mapper() {
        return mapper;
    }

    /** The encoding by its first byte, as MQTT 3.1.1 needs it: a CBOR map or tag, else JSON. */
    public static WireFormat detect(byte[] payload) {
        if (payload.length > 0) {
            int major = (payload[0] & 0xff) >> 5;
            if (major == 5 || major == 6) {
                return CBOR;
            }
        }
        return JSON;
    }

    public static Optional<WireFormat> byMediaType(String mediaType) {
        for (WireFormat format : values()) {
            if (mediaType.startsWith(format.mediaType)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    public static Optional<WireFormat> byCoapContentFormat(int number) {
        for (WireFormat format : values()) {
            if (format.coapContentFormat == number) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** Reads a device's payload: one object, at most 64 KiB, at most 32 levels deep. */
    public Decoded<ObjectNode> readObject(byte[] payload) {
        if (payload.length > MAX_DEVICE_PAYLOAD) {
            return Decoded.malformed(
                    RefusalCode.TOO_LARGE,
                    "the payload has " + payload.length + " bytes; at most " + MAX_DEVICE_PAYLOAD + " are taken");
        }
        try {
            JsonNode node = mapper.readTree(payload);
            if (node instanceof ObjectNode object) {
                return Decoded.ok(object);
            }
            return Decoded.malformed(RefusalCode.BAD_TYPE, "the payload must be one " + name() + " object");
        } catch (JsonProcessingException e) {
            return Decoded.malformed(
                    RefusalCode.BAD_ENCODING, "not well-formed " + name() + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            return Decoded.malformed(RefusalCode.BAD_ENCODING, "not well-formed " + name() + ": " + e.getMessage());
        }
    }

    public byte[] write(Object message) {
        try {
            return mapper.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot encode " + message.getClass().getSimpleName(), e);
        }
    }

    /** Reads a message between our own parts. */
    public <T> Decoded<T> read(byte[] payload, Class<T> type) {
        try {
            return Decoded.ok(mapper.readValue(payload, type));
        } catch (IOException e) {
            return Decoded.malformed(RefusalCode.BAD_ENCODING, "not a " + type.getSimpleName() + ": " + e.getMessage());
        }
    }
}
