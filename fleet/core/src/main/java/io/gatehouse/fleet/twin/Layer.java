package io.gatehouse.fleet.twin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One layer as it is kept.
 *
 * @param version 0 when nobody has set anything yet
 */
public record Layer(
        LayerKey key,
        ObjectNode settings,
        long version,
        @Nullable String changedBy,
        @Nullable OffsetDateTime changedAt) {

    static Layer empty(LayerKey key) {
        return new Layer(key, Json.object(), 0, null, null);
    }

    static Layer read(ResultSet row) throws SQLException {
        return new Layer(
                new LayerKey(
                        LayerKey.Scope.valueOf(row.getString("scope")), row.getString("site"), row.getString("key")),
                (ObjectNode) Json.read(row.getString("settings")),
                row.getLong("version"),
                row.getString("changed_by"),
                row.getObject("changed_at", OffsetDateTime.class));
    }

    /** As REST shows it. */
    public ObjectNode json() {
        ObjectNode json = Json.object().put("scope", key.scope().name()).put("key", key.key());
        if (!key.site().isEmpty()) {
            json.put("site", key.site());
        }
        json.put("version", version).set("settings", settings);
        if (changedBy != null && changedAt != null) {
            json.put("changedBy", changedBy).put("changedAt", Json.time(changedAt.toInstant()));
        }
        return json;
    }
}
