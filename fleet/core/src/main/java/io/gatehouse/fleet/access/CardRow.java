package io.gatehouse.fleet.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.sitebook.CredentialRules;
import io.gatehouse.protocol.sitebook.SiteBook.CredentialState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;

/** How a credential's row becomes what REST shows: never its number, and of its PINs only whether there are any. */
final class CardRow {

    static final String SELECT = """
            select c.*, p.name as person_name,
                (select t.ref from credential t where t.site = c.site and t.rules ->> 'replaces' = c.ref
                    and t.state = 'ENABLED' limit 1) as replaced_by
            from credential c left join person p on p.site = c.site and p.id = c.person
            """;

    private CardRow() {}

    static ObjectNode json(ResultSet row, Keys keys) throws SQLException {
        ObjectNode json = Json.object()
                .put("id", row.getString("ref"))
                .put("type", row.getString("type"))
                .put("mask", row.getString("mask"));
        text(json, "person", row, "person");
        String name = keys.names().shown(row.getString("person_name"));
        if (name != null) {
            json.put("personName", name);
        }
        String text = row.getString("rules");
        JsonNode rules = Json.read(text == null ? Json.write(CredentialRules.PLAIN) : text);
        json.put(
                "state",
                CardState.of(
                                CredentialState.valueOf(row.getString("state")),
                                rules.path("reason").textValue())
                        .name());
        time(json, "validFrom", row, "valid_from");
        time(json, "validTo", row, "valid_to");
        ArrayNode profiles = json.putArray("profiles");
        for (String profile : (String[]) row.getArray("profiles").getArray()) {
            profiles.add(profile);
        }
        rules(json, (ObjectNode) rules);
        text(json, "replacedBy", row, "replaced_by");
        time(json, "lastUsed", row, "last_used");
        OffsetDateTime added = row.getObject("added", OffsetDateTime.class);
        if (added != null) {
            json.put("added", Json.time(added.toInstant()));
        }
        return json;
    }

    private static void rules(ObjectNode json, ObjectNode rules) {
        json.put("hasPin", rules.hasNonNull("pin")).put("hasDuressPin", rules.hasNonNull("duressPin"));
        if (rules.hasNonNull("replaces")) {
            json.set("replaces", rules.path("replaces"));
        }
        json.set("rules", rules.without(List.of("pin", "duressPin", "replaces", "reason")));
    }

    private static void text(ObjectNode json, String field, ResultSet row, String column) throws SQLException {
        String value = row.getString(column);
        if (value != null) {
            json.put(field, value);
        }
    }

    private static void time(ObjectNode json, String field, ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        if (!row.wasNull()) {
            json.put(field, Json.time(value));
        }
    }
}
