package io.gatehouse.fleet.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.sitebook.PersonRules;
import org.jspecify.annotations.Nullable;

/**
 * Somebody as a document brings them.
 *
 * @param active or nothing: as the person is now, active when new
 * @param rules or nothing: as they are now
 */
public record PersonEntry(
        String id,
        String name,
        String type,
        @Nullable Boolean active,
        @Nullable PersonRules rules) {

    /** Reads one; its form was checked against the contract. */
    static RuleJson.Read<PersonEntry> read(JsonNode given) {
        String id = given.path("id").asText();
        PersonRules rules = null;
        if (given.path("rules").isObject()) {
            RuleJson.Read<PersonRules> read =
                    RuleJson.rules(given.path("rules"), PersonRules.class, "people/" + id + "/rules");
            if (read.refusal() != null) {
                return new RuleJson.Read<>(null, read.refusal());
            }
            rules = read.value();
        }
        Boolean active = given.hasNonNull("active") ? given.path("active").asBoolean() : null;
        return new RuleJson.Read<>(
                new PersonEntry(
                        id, given.path("name").asText(), given.path("type").asText(), active, rules),
                null);
    }
}
