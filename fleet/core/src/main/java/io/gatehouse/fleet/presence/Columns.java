package io.gatehouse.fleet.presence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Carries columns into JSON; what is null is left out. */
final class Columns {

    private Columns() {}

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static void time(ObjectNode json, String name, ResultSet row, String column) throws SQLException {
        Instant time = instant(row, column);
        if (time != null) {
            json.put(name, Json.time(time));
        }
    }

    static void text(ObjectNode json, String name, ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        if (text != null) {
            json.put(name, text);
        }
    }

    static void number(ObjectNode json, String name, ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        if (!row.wasNull()) {
            json.put(name, number);
        }
    }

    static void put(ObjectNode json, Standing standing) {
        json.put("presence", standing.presence().name()).put("reason", standing.reason());
        if (standing.since() != null) {
            json.put("since", Json.time(standing.since()));
        }
    }
}
