package io.gatehouse.protocol.sitebook;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a site book. Its people and credentials, a hundred times as many as all the rest, are read by hand and what they
 * have in common is kept once; the rest is small and bound as every message is. Unknown fields are passed over.
 */
final class BookReader {

    private static final ObjectMapper MAPPER = WireFormat.CBOR.mapper();
    private static final ObjectReader PERSON_RULES = within(PersonRules.class);
    private static final ObjectReader CREDENTIAL_RULES = within(CredentialRules.class);

    private final JsonParser from;
    private final Pool pool = new Pool();
    private List<SiteBook.Person> people = List.of();
    private List<SiteBook.Credential> credentials = List.of();

    private BookReader(JsonParser from) {
        this.from = from;
    }

    /** Reads what stands within something larger. */
    private static ObjectReader within(Class<?> type) {
        return MAPPER.readerFor(type).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** The book, or why the bytes are none. */
    static Decoded<SiteBook> read(byte[] bytes) {
        try (JsonParser parser = MAPPER.createParser(bytes)) {
            return Decoded.ok(new BookReader(parser).book());
        } catch (IOException | IllegalArgumentException e) {
            return Decoded.malformed(RefusalCode.BAD_ENCODING, "not a SiteBook: " + e.getMessage());
        }
    }

    private SiteBook book() throws IOException {
        expect(JsonToken.START_OBJECT, from.nextToken());
        try (TokenBuffer rest = new TokenBuffer(from)) {
            rest.writeStartObject();
            for (String field = from.nextFieldName(); field != null; field = from.nextFieldName()) {
                JsonToken begun = from.nextToken();
                rest.writeFieldName(field);
                if (field.equals("people") && begun == JsonToken.START_ARRAY) {
                    people = entries(this::person);
                    none(rest);
                } else if (field.equals("credentials") && begun == JsonToken.START_ARRAY) {
                    credentials = entries(this::credential);
                    none(rest);
                } else {
                    rest.copyCurrentStructure(from);
                }
            }
            rest.writeEndObject();
            expect(JsonToken.END_OBJECT, from.currentToken());
            expect(null, from.nextToken());
            return MAPPER.readValue(rest.asParser(from), SiteBook.class).having(people, credentials);
        }
    }

    private static void none(TokenBuffer rest) throws IOException {
        rest.writeStartArray();
        rest.writeEndArray();
    }

    private interface Entry<T> {
        T read() throws IOException;
    }

    private <T> List<T> entries(Entry<T> entry) throws IOException {
        List<T> entries = new ArrayList<>();
        while (from.nextToken() != JsonToken.END_ARRAY) {
            expect(JsonToken.START_OBJECT, from.currentToken());
            entries.add(entry.read());
        }
        return entries;
    }

    private SiteBook.Person person() throws IOException {
        String id = null;
        String name = null;
        String type = null;
        boolean active = false;
        PersonRules rules = null;
        for (String field = from.nextFieldName(); field != null; field = from.nextFieldName()) {
            JsonToken value = from.nextToken();
            switch (field) {
                case "id" -> id = text();
                case "name" -> name = text();
                case "type" -> type = text();
                case "active" -> active = from.getBooleanValue();
                case "rules" -> rules = value == JsonToken.VALUE_NULL ? null : PERSON_RULES.readValue(from);
                default -> from.skipChildren();
            }
        }
        expect(JsonToken.END_OBJECT, from.currentToken());
        return new SiteBook.Person(
                pool.share(needed(id, "id")),
                needed(name, "name"),
                pool.share(needed(type, "type")),
                active,
                pool.shareOrNot(rules));
    }

    private SiteBook.Credential credential() throws IOException {
        String ref = null;
        String person = null;
        SiteBook.CredentialState state = null;
        Long validFrom = null;
        Long validTo = null;
        List<String> profiles = List.of();
        CredentialRules rules = null;
        for (String field = from.nextFieldName(); field != null; field = from.nextFieldName()) {
            JsonToken value = from.nextToken();
            if (value == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (field) {
                case "ref" -> ref = text();
                case "person" -> person = pool.share(text());
                case "state" -> state = SiteBook.CredentialState.valueOf(text());
                case "validFrom" -> validFrom = pool.share(from.getLongValue());
                case "validTo" -> validTo = pool.share(from.getLongValue());
                case "profiles" -> profiles = pool.share(texts());
                case "rules" -> rules = pool.share(CREDENTIAL_RULES.<CredentialRules>readValue(from));
                default -> from.skipChildren();
            }
        }
        expect(JsonToken.END_OBJECT, from.currentToken());
        return new SiteBook.Credential(
                needed(ref, "ref"), person, needed(state, "state"), validFrom, validTo, profiles, rules);
    }

    private String text() throws IOException {
        expect(JsonToken.VALUE_STRING, from.currentToken());
        return from.getText();
    }

    private List<String> texts() throws IOException {
        expect(JsonToken.START_ARRAY, from.currentToken());
        List<String> texts = new ArrayList<>(4);
        while (from.nextToken() != JsonToken.END_ARRAY) {
            texts.add(text());
        }
        return List.copyOf(texts);
    }

    private <T> T needed(@Nullable T value, String field) throws IOException {
        if (value == null) {
            throw new IOException("an entry has no " + field);
        }
        return value;
    }

    private void expect(@Nullable JsonToken wanted, @Nullable JsonToken found) throws IOException {
        if (wanted != found) {
            throw new IOException("there is " + found + " where " + wanted + " is expected");
        }
    }
}
