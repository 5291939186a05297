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
 * @param before what it said before its last change, or nothing when that is not known
 */
public record Layer(
        LayerKey key,
        ObjectNode settings,
        long version,
        @Nullable String changedBy,
        @Nullable OffsetDateTime changedAt,
        @Nullable Before before) {

    /**
     * What a layer said before.
     *
     * @param by who had set that, or nothing when nobody had set anything
     */
    public record Before(
            ObjectNode settings,
            @Nullable String by,
            @Nullable OffsetDateTime at) {

        private static @Nullable Before read(ResultSet row) throws SQLException {
            String settings = row.getString("before_settings");
            return settings == null
                    ? null
                    : new Before(
                            (ObjectNode) Json.read(settings),
                            row.getString("before_by"),
                            row.getObject("before_at", OffsetDateTime.class));
        }

        private ObjectNode json() {
            ObjectNode json = Json.object();
            json.set("settings", settings);
            if (by != null && at != null) {
                json.put("changedBy", by).put("changedAt", Json.time(at.toInstant()));
            }
            return json;
        }
    }

    static Layer empty(LayerKey key) {
        return new Layer(key, Json.object(), 0, null, null, null);
    }

    static Layer read(ResultSet row) throws SQLException {
        return new Layer(
                new LayerKey(
                        LayerKey.Scope.valueOf(row.getString("scope")), row.getString("site"), row.getString("key")),
                (ObjectNode) Json.read(row.getString("settings")),
                row.getLong("version"),
                row.getString("changed_by"),
                row.getObject("changed_at", OffsetDateTime.class),
                Before.read(row));
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
        if (before != null) {
            json.set("before", before.json());
        }
        return json;
    }
}
