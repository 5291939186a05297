package io.gatehouse.protocol.sitebook;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/** The same bytes for the same content in every process: sets and maps of Java are in another order in each. */
final class CanonicalBytes {

    private static final ObjectMapper MAPPER = WireFormat.CBOR
            .mapper()
            .copy()
            .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
            .registerModule(new SimpleModule("canonical").addSerializer(new InOrder()));

    private CanonicalBytes() {}

    static byte[] of(Object content) {
        try {
            return MAPPER.writeValueAsBytes(content);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot encode " + content.getClass().getSimpleName(), e);
        }
    }

    private static final class InOrder extends StdSerializer<Set<?>> {

        private static final long serialVersionUID = 1;

        private InOrder() {
            super(Set.class, false);
        }

        @Override
        public void serialize(Set<?> set, JsonGenerator to, SerializerProvider provider) throws IOException {
            List<String> inOrder = set.stream().map(String::valueOf).sorted().toList();
            to.writeStartArray(set, inOrder.size());
            for (String one : inOrder) {
                to.writeString(one);
            }
            to.writeEndArray();
        }
    }
}
