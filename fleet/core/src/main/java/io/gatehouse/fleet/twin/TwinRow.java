package io.gatehouse.fleet.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A device and its twin as they are kept.
 *
 * @param told what the device told last of its settings, newer than {@code reported} when it was not taken up yet
 */
record TwinRow(
        String site,
        String device,
        String name,
        String kind,
        @Nullable String profile,
        JsonNode desired,
        long version,
        JsonNode desiredAges,
        Told reported,
        Told told,
        Last last) {

    /** What a device said that it runs with. */
    record Told(JsonNode settings, @Nullable Long version, JsonNode ages, long at) {}

    /** The last order to take its settings. */
    record Last(
            @Nullable String command,
            @Nullable String state,
            @Nullable String message,
            long version) {}

    private static final String SELECT = """
            select d.site, d.id, d.name, d.kind, d.profile, d.state, d.state_time, t.desired,
                coalesce(t.desired_version, 0) as desired_version, t.desired_ages, t.reported, t.reported_version,
                t.reported_ages, t.reported_at, t.command, c.state as command_state, c.message,
                coalesce((c.data ->> 'version')::bigint, 0) as command_version
            from device d left join device_twin t on t.site = d.site and t.device = d.id
            left join command c on c.id = t.command
            """;

    static Optional<TwinRow> find(Handle handle, String site, String device) {
        return handle.createQuery(SELECT + " where d.site = ? and d.id = ?")
                .bind(0, site)
                .bind(1, device)
                .map((row, context) -> read(row))
                .findOne();
    }

    /** The devices of a site and profile; nothing means any. */
    static List<TwinRow> of(Handle handle, @Nullable String site) {
        return handle.createQuery(SELECT + " where (:site::text is null or d.site = :site) order by d.site, d.id")
                .bind("site", site)
                .map((row, context) -> read(row))
                .list();
    }

    /** Those of which something is to be done: settings wanted that are not told, or told that are not taken up. */
    static List<TwinRow> open(Handle handle, int limit) {
        return handle.createQuery(SELECT + """
                         where (d.state -> 'settings' is not null
                                and d.state -> 'settings' is distinct from t.reported)
                            or (t.desired <> '{}' and not t.reported @> t.desired and (c.id is null
                                or c.state = 'EXPIRED'
                                or (c.state in ('DONE', 'FAILED') and (c.data ->> 'version')::bigint < t.desired_version)))
                        order by d.site, d.id limit :limit
                        """)
                .bind("limit", limit)
                .map((row, context) -> read(row))
                .list();
    }

    /** Those that do not run with what they should, those first that have not for the longest time. */
    static List<TwinRow> drifting(Handle handle, @Nullable String reach, int limit) {
        return handle.createQuery(SELECT + """
                         where t.desired <> '{}' and not t.reported @> t.desired
                            and (:reach::text is null or d.site = any (string_to_array(:reach, ',')))
                        order by d.site, d.id limit :limit
                        """)
                .bind("reach", reach)
                .bind("limit", limit)
                .map((row, context) -> read(row))
                .list();
    }

    private static TwinRow read(ResultSet row) throws SQLException {
        JsonNode state = Json.read(row.getString("state"));
        Long version = row.getObject("reported_version") == null ? null : (Long) row.getLong("reported_version");
        OffsetDateTime at = row.getObject("reported_at", OffsetDateTime.class);
        Told reported = new Told(
                Json.read(row.getString("reported")),
                version,
                Json.read(row.getString("reported_ages")),
                at == null ? 0 : at.toInstant().toEpochMilli());
        JsonNode said = state.path("settings");
        Told told = new Told(
                said.isObject() ? said : Json.object(),
                state.has("settingsVersion")
                        ? (Long) state.path("settingsVersion").asLong()
                        : null,
                Json.object(),
                row.getLong("state_time"));
        return new TwinRow(
                row.getString("site"),
                row.getString("id"),
                row.getString("name"),
                row.getString("kind"),
                row.getString("profile"),
                Json.read(row.getString("desired")),
                row.getLong("desired_version"),
                Json.read(row.getString("desired_ages")),
                reported,
                told,
                new Last(
                        row.getString("command"),
                        row.getString("command_state"),
                        row.getString("message"),
                        row.getLong("command_version")));
    }

    /** By field: what is wanted, what is told, since when each of them, and whether they differ. */
    ObjectNode json(Desired from, KnownSettings known, String usedProfile) {
        ObjectNode json = Json.object()
                .put("site", site)
                .put("device", device)
                .put("name", name)
                .put("profile", usedProfile)
                .put("desiredVersion", version);
        if (reported.version() != null) {
            json.put("reportedVersion", reported.version());
        }
        if (reported.at() > 0) {
            json.put("reportedAt", Json.time(reported.at()));
        }
        if (last.command() != null && last.state() != null) {
            json.put("command", last.command()).put("commandState", last.state());
        }
        if (last.message() != null) {
            json.put("message", last.message());
        }
        json.put("drifts", !Desired.holds(desired, reported.settings()));
        TwinFields.write(json.putArray("fields"), this, from, known.defaults(usedProfile));
        return json;
    }
}
