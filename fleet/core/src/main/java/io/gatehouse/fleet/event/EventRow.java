package io.gatehouse.fleet.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** How an event's row becomes what REST shows. */
final class EventRow {

    static final String SELECT = """
            select e.*, d.name as device_name, o.name as door_name, coalesce(p.name, v.holder) as person_name from event e
            left join device d on d.site = e.site and d.id = e.device
            left join door o on o.site = e.site and o.id = e.door
            left join person p on p.site = e.site and p.id = e.person
            left join pass v on v.site = e.site and v.shown_as = e.person and v.kind <> 'PHONE'
            """;

    static final String EXPORT = """
            select e.site, e.gateway, e.log, e.seq, e.device, e.boot_id, e.device_seq, e.type, e.outcome, e.reason,
                e.device_time, e.gateway_time, e.fleet_time, e.replayed from event e
            """;

    /** The same beside what a question may name. */
    static final String EXPORT_ASKED = EXPORT + """
            left join device d on d.site = e.site and d.id = e.device
            left join door o on o.site = e.site and o.id = e.door
            """;

    private EventRow() {}

    static ObjectNode json(ResultSet row, Keys keys) throws SQLException {
        ObjectNode json = Json.object();
        json.put("id", row.getString("gateway") + "/" + row.getString("log") + "/" + row.getLong("seq"));
        key(json, row);
        text(json, "deviceName", row, "device_name");
        json.put("class", row.getString("class"));
        text(json, "door", row, "door");
        text(json, "doorName", row, "door_name");
        text(json, "accessPoint", row, "access_point");
        text(json, "person", row, "person");
        String name = keys.names().shown(row.getString("person_name"));
        if (name != null) {
            json.put("personName", name);
        }
        json.put("timeQuality", row.getString("time_quality"));
        decision(json, row.getString("decision"));
        if (row.getString("body") != null) {
            json.set("body", Json.read(row.getString("body")));
        }
        return json;
    }

    /** With the checks of the decision too. */
    static ObjectNode whole(ResultSet row, Keys keys) throws SQLException {
        ObjectNode json = json(row, keys);
        JsonNode trace = Json.read(row.getString("decision")).path("trace");
        if (trace.isArray()) {
            json.set("trace", trace);
        }
        return json;
    }

    static ObjectNode exported(ResultSet row) throws SQLException {
        ObjectNode json = Json.object();
        key(json, row);
        return json;
    }

    private static void key(ObjectNode json, ResultSet row) throws SQLException {
        json.put("site", row.getString("site"))
                .put("gateway", row.getString("gateway"))
                .put("log", row.getString("log"))
                .put("seq", row.getLong("seq"));
        text(json, "device", row, "device");
        text(json, "bootId", row, "boot_id");
        number(json, "deviceSeq", row, "device_seq");
        json.put("type", row.getString("type"));
        text(json, "outcome", row, "outcome");
        text(json, "reason", row, "reason");
        Long deviceTime = row.getObject("device_time", Long.class);
        if (deviceTime != null) {
            json.put("deviceTime", Json.time(deviceTime));
        }
        json.put("gatewayTime", Json.time(row.getLong("gateway_time")))
                .put(
                        "fleetTime",
                        Json.time(row.getObject("fleet_time", OffsetDateTime.class)
                                .toInstant()))
                .put("replayed", row.getBoolean("replayed"));
    }

    private static void decision(ObjectNode json, @Nullable String text) {
        if (text == null) {
            return;
        }
        JsonNode decision = Json.read(text);
        json.put("credentialMask", decision.path("credentialMask").asText());
        json.set("details", decision.path("details"));
        json.put("siteBookVersion", decision.path("siteBookVersion").asLong());
    }

    private static void text(ObjectNode json, String field, ResultSet row, String column) throws SQLException {
        String value = row.getString(column);
        if (value != null) {
            json.put(field, value);
        }
    }

    private static void number(ObjectNode json, String field, ResultSet row, String column) throws SQLException {
        Long value = row.getObject(column, Long.class);
        if (value != null) {
            json.put(field, value);
        }
    }
}
