package io.gatehouse.fleet.presence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.profile.Profiles;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** How the devices are now, as REST shows it. One for a process: what it has read of all devices it keeps. */
public final class DeviceBoard {

    private static final String THROUGH = """
             d left join lateral (select g.id, g.last_heard, g.online_since from gateway g
                where g.id = d.gateway or (d.gateway is null and g.site = d.site)
                order by g.last_heard desc nulls last limit 1) s on true
            """;

    /** What {@link #standing} needs, of all devices. */
    static final String STANDINGS = """
            select d.site, d.id, d.kind, d.profile, d.last_heard, d.online_since, d.session, d.heartbeat_seconds, d.changes,
                coalesce(d.gateway, s.id) as through,
                s.last_heard as gateway_last_heard, s.online_since as gateway_online_since
            from device
            """ + THROUGH;

    static final String SELECT = select("device");

    /** @param devices the table, or a statement that finds some of it: their gateways are looked up for those only */
    static String select(String devices) {
        return """
                select d.*, coalesce(d.gateway, s.id) as through,
                    s.last_heard as gateway_last_heard, s.online_since as gateway_online_since from\s""" + devices + THROUGH;
    }

    private final Jdbi jdbi;
    private final Clock clock;
    private final Supplier<Profiles> profiles;
    private final Roll roll;

    /** @param profiles those in force, which say how a model of device makes itself heard */
    public DeviceBoard(Jdbi jdbi, Clock clock, Supplier<Profiles> profiles) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.profiles = profiles;
        this.roll = new Roll(jdbi);
    }

    /** All devices as they are now, in no order. */
    List<Roll.Seen> seen(Instant now) {
        return roll.look(profiles.get(), now);
    }

    /** The same through gateways that were read already. */
    List<Roll.Seen> seen(Roll.Through gateways, Instant now) {
        return roll.look(profiles.get(), now, gateways);
    }

    Jdbi jdbi() {
        return jdbi;
    }

    Clock clock() {
        return clock;
    }

    Profiles profiles() {
        return profiles.get();
    }

    /**
     * What is looked for; nothing means any.
     *
     * @param after the last device of the page before, as {@code site/device}
     * @param reach the sites of whoever asks
     */
    public record Filter(
            @Nullable String site,
            @Nullable String kind,
            @Nullable String presence,
            @Nullable String text,
            @Nullable String after,
            int limit,
            Reach reach) {}

    /** A page, in the order of site and id. */
    public List<ObjectNode> list(Filter filter) {
        Instant now = clock.instant();
        Profiles inForce = profiles.get();
        String pattern = filter.text() == null ? null : "%" + escaped(filter.text()) + "%";
        return jdbi.withHandle(handle -> handle
                .createQuery(SELECT + """
                         where (:site::text is null or d.site = :site) and (:kind::text is null or d.kind = :kind)
                            and (:reach::text is null or d.site = any (string_to_array(:reach, ',')))
                            and (:after::text is null or d.site || '/' || d.id > :after)
                            and (:text::text is null or d.id ilike :text or d.name ilike :text or d.place ilike :text)
                        order by d.site || '/' || d.id
                        """)
                .bind("site", filter.site())
                .bind("kind", filter.kind())
                .bind("after", filter.after())
                .bind("reach", filter.reach().text())
                .bind("text", pattern)
                .setFetchSize(500)
                .map((row, context) -> json(row, inForce, now))
                .stream()
                .filter(one -> filter.presence() == null
                        || one.path("presence").asText().equals(filter.presence()))
                .limit(filter.limit())
                .toList());
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    public Optional<ObjectNode> find(SiteId site, DeviceId device) {
        Instant now = clock.instant();
        Profiles inForce = profiles.get();
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + " where d.site = :site and d.id = :id")
                .bind("site", site.value())
                .bind("id", device.value())
                .map((row, context) -> json(row, inForce, now))
                .findOne());
    }

    /** Those that are named, as far as there are any. */
    List<ObjectNode> named(List<Line.Who> devices, Instant now) {
        Profiles inForce = profiles.get();
        return jdbi.withHandle(handle -> handle.createQuery(SELECT
                        + " join unnest(:sites::text[], :ids::text[]) w (site, id) on d.site = w.site and d.id = w.id")
                .bindArray(
                        "sites",
                        String.class,
                        devices.stream().map(Line.Who::site).toArray())
                .bindArray(
                        "ids", String.class, devices.stream().map(Line.Who::id).toArray())
                .map((row, context) -> json(row, inForce, now))
                .collect(Collectors.toCollection(ArrayList::new)));
    }

    static Standing standing(ResultSet row, Profiles profiles, Instant now) throws SQLException {
        Standing.Known known = known(row, profiles);
        return Standing.ofDevice(known, GatewayBoard.standing(row, "gateway_", now), now);
    }

    static Standing.Known known(ResultSet row, Profiles profiles) throws SQLException {
        Rhythm rhythm =
                Rhythm.of(profiles, row.getString("kind"), row.getString("profile"), row.getInt("heartbeat_seconds"));
        return new Standing.Known(
                new Standing.Heard(Columns.instant(row, "last_heard"), Columns.instant(row, "online_since")),
                row.getString("session"),
                rhythm.pattern(),
                rhythm.heartbeat(),
                PresenceWatch.times(row, "changes"));
    }

    static ObjectNode json(ResultSet row, Profiles profiles, Instant now) throws SQLException {
        Standing standing = standing(row, profiles, now);
        int heartbeat = row.getInt("heartbeat_seconds");
        ObjectNode json = Json.object()
                .put("id", row.getString("id"))
                .put("site", row.getString("site"))
                .put("kind", row.getString("kind"))
                .put("name", row.getString("name"))
                .put("heartbeatSeconds", heartbeat);
        Columns.text(json, "gateway", row, "through");
        Columns.text(json, "place", row, "place");
        Columns.text(json, "building", row, "building");
        Columns.text(json, "floor", row, "floor");
        Columns.text(json, "door", row, "door_name");
        Columns.text(json, "service", row, "service");
        Columns.text(json, "firmware", row, "firmware");
        if (row.getObject("battery") != null) {
            json.put("batteryPercent", row.getDouble("battery"));
        }
        Columns.put(json, standing);
        Columns.time(json, "lastHeard", row, "last_heard");
        Columns.text(json, "session", row, "session");
        json.put("refused", row.getLong("refused"));
        Columns.text(json, "lastRefusal", row, "last_refusal");
        if (row.getString("state") != null) {
            json.set("state", Json.read(row.getString("state")));
        }
        return json;
    }
}
