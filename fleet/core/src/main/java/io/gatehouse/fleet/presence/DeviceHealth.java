package io.gatehouse.fleet.presence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.telemetry.BatteryForecast;
import io.gatehouse.fleet.telemetry.Series;
import io.gatehouse.fleet.telemetry.SeriesStore.Bucket;
import io.gatehouse.fleet.telemetry.SeriesStore.Device;
import io.gatehouse.fleet.telemetry.SeriesStore.Latest;
import io.gatehouse.fleet.telemetry.SeriesStore.StoreAway;
import io.gatehouse.fleet.telemetry.SeriesStore.Which;
import io.gatehouse.fleet.telemetry.Telemetry;
import io.gatehouse.protocol.profile.Profiles;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Why a device is shown as it is: each fact by itself, its history, its battery, what is odd. Blocking. */
public final class DeviceHealth {

    private static final String BATTERY = "battery";
    private static final int HISTORY = 20;
    private static final Duration BATTERY_SPAN = Duration.ofDays(180);

    private final DeviceBoard board;
    private final Jdbi jdbi;
    private final Clock clock;
    private final Telemetry telemetry;

    public DeviceHealth(DeviceBoard board, Telemetry telemetry) {
        this.board = board;
        this.jdbi = board.jdbi();
        this.clock = board.clock();
        this.telemetry = telemetry;
    }

    private record Row(
            ObjectNode json, Standing standing, @Nullable String gateway) {}

    /** As REST shows it; nothing when there is no such device. */
    public Optional<ObjectNode> of(String site, String device) {
        Instant now = clock.instant();
        Optional<Row> row = jdbi.withHandle(
                handle -> handle.createQuery(DeviceBoard.STANDINGS + " where d.site = :site and d.id = :id")
                        .bind("site", site)
                        .bind("id", device)
                        .map((found, context) -> row(found, now))
                        .findOne());
        return row.map(found -> {
            ObjectNode json = found.json;
            neighbours(json, site, found);
            boots(json, site, device, now);
            measured(json, new Device(site, device), now);
            ArrayNode findings = json.putArray("findings");
            telemetry.findings().of(site, device).forEach(findings::add);
            history(json, site, device);
            return json;
        });
    }

    /** What can be said without the telemetry store is said also while that is away. */
    private void measured(ObjectNode json, Device device, Instant now) {
        try {
            List<Latest> latest = telemetry.series().latest(device);
            ArrayNode facts = (ArrayNode) json.path("facts");
            latest.stream()
                    .filter(one -> !one.metric().equals("boots"))
                    .mapToLong(Latest::at)
                    .max()
                    .ifPresent(at -> fact(facts, "DATA", true, Instant.ofEpochMilli(at)));
            if (latest.stream().anyMatch(one -> one.metric().equals(BATTERY))) {
                json.set("battery", battery(device, now));
            }
        } catch (StoreAway e) {
            json.put("telemetryAway", true);
        }
    }

    private Row row(ResultSet row, Instant now) throws SQLException {
        Profiles profiles = board.profiles();
        Standing standing = DeviceBoard.standing(row, profiles, now);
        Standing.Known known = DeviceBoard.known(row, profiles);
        Standing gateway = GatewayBoard.standing(row, "gateway_", now);
        Duration patience = known.pattern().patience(known.heartbeat());
        ObjectNode json = Json.object();
        Columns.put(json, standing);
        json.put("pattern", known.pattern().name()).put("patienceSeconds", patience.toSeconds());
        ArrayNode facts = json.putArray("facts");
        List<Instant> changes = known.changes();
        Instant changed = changes.isEmpty() ? null : changes.get(changes.size() - 1);
        fact(facts, "SESSION", row.getString("session") != null, changed);
        Instant heard = Columns.instant(row, "last_heard");
        fact(facts, "HEARTBEAT", heard != null && !now.isAfter(heard.plus(patience)), heard);
        fact(facts, "GATEWAY", gateway.presence() == Presence.ONLINE, Columns.instant(row, "gateway_last_heard"));
        return new Row(json, standing, row.getString("through"));
    }

    private static void fact(ArrayNode facts, String name, boolean well, @Nullable Instant at) {
        ObjectNode fact = facts.addObject().put("fact", name).put("well", well);
        if (at != null) {
            fact.put("at", Json.time(at));
        }
    }

    /** How many others of the same gateway are silent, too: whether it is this device, or something before it. */
    private void neighbours(ObjectNode json, String site, Row of) {
        if (of.gateway == null) {
            return;
        }
        Instant now = clock.instant();
        Profiles profiles = board.profiles();
        List<Presence> others = jdbi.withHandle(handle -> handle.createQuery(
                        DeviceBoard.STANDINGS + " where d.site = :site and d.gateway = :gateway")
                .bind("site", site)
                .bind("gateway", of.gateway)
                .map((row, context) -> DeviceBoard.standing(row, profiles, now).presence())
                .list());
        json.putObject("neighbours")
                .put("gateway", of.gateway)
                .put("devices", others.size())
                .put("silent", others.stream().filter(Presence.OFFLINE::equals).count());
    }

    private void boots(ObjectNode json, String site, String device, Instant now) {
        jdbi.useHandle(handle -> handle.createQuery("""
                        select count(*) filter (where at > :day) as today, max(at) as last, count(*) as all_boots
                        from device_boot where site = :site and device = :device
                        """)
                .bind("site", site)
                .bind("device", device)
                .bind("day", OffsetDateTime.ofInstant(now.minus(Duration.ofDays(1)), ZoneOffset.UTC))
                .map((row, context) -> {
                    Instant last = Columns.instant(row, "last");
                    if (last != null) {
                        json.putObject("boots")
                                .put("last", Json.time(last))
                                .put("lastDay", row.getLong("today"))
                                .put("known", row.getLong("all_boots"))
                                .put("hoursSince", Duration.between(last, now).toHours());
                    }
                    return json;
                })
                .one());
    }

    private ObjectNode battery(Device device, Instant now) {
        Series.Span span = new Series.Span(
                now.minus(BATTERY_SPAN).toEpochMilli(), now.toEpochMilli() + 1, (int) BATTERY_SPAN.toDays());
        List<Bucket> daily = telemetry
                .series()
                .read(new Which(device, List.of(BATTERY)), span)
                .metrics()
                .getOrDefault(BATTERY, List.of());
        BatteryForecast forecast = BatteryForecast.of(daily);
        ObjectNode json = Json.object().put("state", forecast.state().name());
        if (!daily.isEmpty()) {
            json.put("percent", daily.get(daily.size() - 1).last());
        }
        putDays(json, "days", forecast.days());
        putDays(json, "earliest", forecast.earliest());
        putDays(json, "latest", forecast.latest());
        return json.put("basedOnDays", daily.size());
    }

    private static void putDays(ObjectNode json, String name, @Nullable Long days) {
        if (days != null) {
            json.put(name, days);
        }
    }

    private void history(ObjectNode json, String site, String device) {
        ArrayNode history = json.putArray("history");
        jdbi.useHandle(handle -> handle.createQuery(
                        "select * from presence_change where site = ? and subject = ? order by at desc limit ?")
                .bind(0, site)
                .bind(1, device)
                .bind(2, HISTORY)
                .map((row, context) -> {
                    ObjectNode one = history.addObject()
                            .put("at", Json.time(Objects.requireNonNull(Columns.instant(row, "at"))))
                            .put("presence", row.getString("now"))
                            .put("reason", row.getString("reason"));
                    Columns.text(one, "was", row, "was");
                    return one;
                })
                .list());
    }
}
