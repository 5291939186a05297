package io.gatehouse.fleet.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.device.PresentedCredential;
import io.gatehouse.protocol.sitebook.CredentialRules;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something to show at a reader, as a document brings it: with its number, which is kept nowhere.
 *
 * @param rules or nothing: as they are now
 */
public record CardEntry(
        PresentedCredential shown,
        @Nullable String person,
        CardState state,
        @Nullable Long validFrom,
        @Nullable Long validTo,
        List<String> profiles,
        @Nullable CredentialRules rules) {

    public CardEntry {
        profiles = List.copyOf(profiles);
    }

    /** Reads one; its form was checked against the contract. */
    static RuleJson.Read<CardEntry> read(JsonNode given) {
        CredentialRules rules = null;
        if (given.path("rules").isObject()) {
            RuleJson.Read<CredentialRules> read =
                    RuleJson.rules(given.path("rules"), CredentialRules.class, "credentials/rules");
            if (read.refusal() != null) {
                return new RuleJson.Read<>(null, read.refusal());
            }
            rules = read.value();
        }
        List<String> profiles = new ArrayList<>();
        given.path("profiles").forEach(profile -> profiles.add(profile.asText()));
        return new RuleJson.Read<>(
                new CardEntry(
                        new PresentedCredential(
                                given.path("type").asText("CARD"),
                                given.path("format").asText("RAW"),
                                given.path("facility").asInt(0),
                                given.path("number").asText()),
                        given.hasNonNull("person") ? given.path("person").asText() : null,
                        CardState.valueOf(given.path("state").asText("ENABLED")),
                        millis(given.path("validFrom")),
                        millis(given.path("validTo")),
                        profiles,
                        rules),
                null);
    }

    static @Nullable Long millis(JsonNode time) {
        return time.isTextual()
                ? (Long) OffsetDateTime.parse(time.asText()).toInstant().toEpochMilli()
                : null;
    }
}
