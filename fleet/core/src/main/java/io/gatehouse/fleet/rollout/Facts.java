package io.gatehouse.fleet.rollout;

import io.gatehouse.fleet.presence.Presence;
import io.gatehouse.fleet.presence.Rhythm;
import io.gatehouse.fleet.presence.Standing;
import io.gatehouse.fleet.rollout.engine.Sighting;
import io.gatehouse.fleet.rollout.engine.UnitKey;
import io.gatehouse.fleet.rollout.engine.World;
import io.gatehouse.protocol.device.CommandAck;
import io.gatehouse.protocol.profile.Profiles;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The facts of this moment about the devices of a rollout and those beside them, read at once. */
final class Facts implements World {

    private static final Duration GATEWAY_BEATS = Duration.ofSeconds(GatewayHeartbeat.PERIOD_SECONDS);

    private static final String DEVICES = """
            select d.site, d.id as device, d.kind, d.profile, d.last_heard, d.online_since, d.session, d.heartbeat_seconds,
                d.state ->> 'firmware' as firmware, t.reported, g.last_heard as gateway_last, g.online_since as gateway_since,
                c.state as order_state, c.message as said, c.code as said_code,
                exists (select 1 from command_step s where s.command = c.id and s.state in ('SENT', 'ACKNOWLEDGED')) as taken,
                (select count(*) from device_mark m where m.site = d.site and m.device = d.id) as starts,
                (select count(*) from problem p where p.site = d.site and p.device = d.id) as problems,
                r.settings is not null as is_settings, t.reported @> r.settings as fits, r.target,
                exists (select 1 from rollout_unit o join rollout x on x.id = o.rollout where o.site = d.site
                    and o.device = d.id and o.rollout <> r.id and not x.settled
                    and o.state in ('ORDERED', 'INSTALLED', 'RETURNING')) as elsewhere
            from device d cross join (select * from rollout where id = :rollout) r
            left join rollout_unit u on u.rollout = r.id and u.site = d.site and u.device = d.id
            left join command c on c.id = u.command
            left join device_twin t on t.site = d.site and t.device = d.id
            left join lateral (select g.last_heard, g.online_since from gateway g
                where g.id = d.gateway or (d.gateway is null and g.site = d.site)
                order by g.last_heard desc nulls last limit 1) g on true
            where u.rollout is not null or (d.site = any (:sites)
                and exists (select 1 from access_point a left join door o on o.site = a.site and o.id = a.door
                    where a.site = d.site and (a.reader = d.id or o.lock_device = d.id)))
            """;

    private final Map<UnitKey, Sighting> seen = new HashMap<>();
    private final Set<UnitKey> working = new HashSet<>();
    private final Set<String> emergencies;
    private final Map<String, ZoneId> zones = new HashMap<>();
    private final Entrances entrances;
    private final Profiles profiles;
    private final Instant now;

    private Facts(Set<String> emergencies, Entrances entrances, Profiles profiles, Instant now) {
        this.emergencies = emergencies;
        this.entrances = entrances;
        this.profiles = profiles;
        this.now = now;
    }

    static Facts of(Handle handle, String rollout, Collection<String> sites, Profiles profiles, Instant now) {
        Facts facts = new Facts(emergencies(handle, sites, now), Entrances.at(handle, sites), profiles, now);
        handle.createQuery(DEVICES)
                .bind("rollout", rollout)
                .bindArray("sites", String.class, sites)
                .map((row, context) -> facts.take(row))
                .list();
        handle.createQuery("select id, time_zone from site where id = any (:sites)")
                .bindArray("sites", String.class, sites)
                .map((row, context) -> facts.zones.put(row.getString("id"), ZoneId.of(row.getString("time_zone"))))
                .list();
        return facts;
    }

    /** A lockdown or a muster that nobody ended, a fire alarm that goes on. */
    static Set<String> emergencies(Handle handle, Collection<String> sites, Instant now) {
        List<String> found = handle.createQuery("""
                        select distinct on (site, what) site, begins from (
                            select site, issued_at, id, type in ('LockDown', 'StartMuster') as begins,
                                case when type in ('LockDown', 'LiftLockdown') then 'lockdown' else 'muster' end as what
                            from command where device = gateway and site = any (:sites)
                                and type in ('LockDown', 'LiftLockdown', 'StartMuster', 'EndMuster')
                                and state not in ('FAILED', 'EXPIRED', 'CANCELLED')) o
                        order by site, what, issued_at desc, id
                        """)
                .bindArray("sites", String.class, sites)
                .map((row, context) -> row.getBoolean("begins") ? row.getString("site") : "")
                .list();
        Set<String> all = new HashSet<>(found);
        all.remove("");
        all.addAll(handle.createQuery(
                        "select distinct site from problem where kind = 'FIRE_ALARM' and site = any (:sites)")
                .bindArray("sites", String.class, sites)
                .mapTo(String.class)
                .list());
        return all;
    }

    private @Nullable Sighting take(ResultSet row) throws SQLException {
        UnitKey key = new UnitKey(row.getString("site"), row.getString("device"));
        Standing gateway = Standing.ofGateway(
                new Standing.Heard(instant(row, "gateway_last"), instant(row, "gateway_since")), GATEWAY_BEATS, now);
        Standing.Heard heard = new Standing.Heard(instant(row, "last_heard"), instant(row, "online_since"));
        Rhythm rhythm =
                Rhythm.of(profiles, row.getString("kind"), row.getString("profile"), row.getInt("heartbeat_seconds"));
        Standing.Known known =
                new Standing.Known(heard, row.getString("session"), rhythm.pattern(), rhythm.heartbeat(), List.of());
        Standing device = Standing.ofDevice(known, gateway, now);
        boolean there = device.presence() == Presence.ONLINE;
        if (there && !row.getBoolean("elsewhere")) {
            working.add(key);
        }
        Instant gatewaySince = gateway.presence() == Presence.ONLINE ? gateway.since() : null;
        return seen.put(
                key,
                new Sighting(
                        gatewaySince,
                        heard.last(),
                        there,
                        runs(row),
                        order(row),
                        row.getString("said"),
                        row.getInt("starts"),
                        row.getInt("problems")));
    }

    private static @Nullable String runs(ResultSet row) throws SQLException {
        if (!row.getBoolean("is_settings")) {
            return row.getString("firmware");
        }
        if (row.getString("reported") == null) {
            return null;
        }
        return row.getBoolean("fits") ? row.getString("target") : "as before";
    }

    private static Sighting.Order order(ResultSet row) throws SQLException {
        String state = row.getString("order_state");
        if (state == null) {
            return Sighting.Order.NONE;
        }
        return switch (state) {
            case "SENT", "ACKNOWLEDGED" -> Sighting.Order.TAKEN;
            case "DONE" -> Sighting.Order.DONE;
            case "FAILED" ->
                CommandAck.NOT_FETCHED.equals(row.getString("said_code"))
                        ? Sighting.Order.NOT_FETCHED
                        : Sighting.Order.FAILED;
            case "CANCELLED" -> Sighting.Order.FAILED;
            case "EXPIRED" -> row.getBoolean("taken") ? Sighting.Order.UNANSWERED : Sighting.Order.LAPSED;
            default -> Sighting.Order.WAITING;
        };
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    @Override
    public Sighting of(UnitKey unit) {
        return seen.getOrDefault(unit, Sighting.NOTHING);
    }

    @Override
    public List<Set<UnitKey>> lanes(String entrance) {
        return entrances.lanes(entrance);
    }

    @Override
    public boolean works(UnitKey device) {
        return working.contains(device);
    }

    @Override
    public boolean emergencyAt(String site) {
        return emergencies.contains(site);
    }

    @Override
    public ZoneId zoneOf(String site) {
        return zones.getOrDefault(site, ZoneOffset.UTC);
    }
}
