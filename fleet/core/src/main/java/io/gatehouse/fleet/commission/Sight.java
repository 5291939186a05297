package io.gatehouse.fleet.commission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.presence.DeviceBoard;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.command.CommandState;
import io.gatehouse.protocol.profile.Check;
import io.gatehouse.protocol.profile.Look;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Looks at what the gateway has told of a device since a check began. For one transaction. */
final class Sight {

    /** Events are asked for by the gateway's clock, which is set right by what is known of it, and no better. */
    private static final Duration LEEWAY = Duration.ofMillis(500);
    /** Events of that time may still come when a phone, or the gateway, was without a network. */
    private static final Duration LATE = Duration.ofDays(3);

    private static final String SNAPSHOT = "SnapshotTaken";

    private final Handle handle;
    private final Position position;
    private final DeviceBoard board;
    private final MetricsNow metrics;
    private final Instant now;

    Sight(Handle handle, Position position, DeviceBoard board, MetricsNow metrics, Instant now) {
        this.handle = handle;
        this.position = position;
        this.board = board;
        this.metrics = metrics;
        this.now = now;
    }

    Seen of(Check check, CheckRow row) {
        boolean over = now.isAfter(row.started().plusSeconds(check.seconds()).plus(LEEWAY));
        Look look = check.looks();
        return new Seen(
                look instanceof Look.Online && isOnline(),
                look instanceof Look.DeviceTime ? clock() : null,
                look instanceof Look.Firmware ? firmware() : null,
                look instanceof Look.MetricWithin metric ? value(metric.metric()) : null,
                events(check, row),
                row.command() == null ? null : command(row.command()),
                row.confirmed(),
                over);
    }

    private boolean isOnline() {
        return board.find(position.site(), position.id())
                .filter(device -> device.path("presence").asText().equals("ONLINE"))
                .isPresent();
    }

    /** What was before the box was put in was another's. */
    private Instant boxSince() {
        Instant since = position.boxSince();
        return since == null ? Instant.EPOCH : since;
    }

    private Seen.@Nullable Measured value(String metric) {
        return metrics.latest(position.site().value(), position.id().value(), metric)
                .filter(one -> one.at() >= boxSince().toEpochMilli())
                .orElse(null);
    }

    private @Nullable TimeQuality clock() {
        return handle.createQuery("""
                        select time_quality from event where site = :site and device = :device
                            and device_time is not null and not replayed and fleet_time >= :since
                        order by fleet_time desc, seq desc limit 1
                        """)
                .bind("site", position.site().value())
                .bind("device", position.id().value())
                .bind("since", at(later(boxSince(), now.minus(LATE))))
                .mapTo(String.class)
                .findOne()
                .map(TimeQuality::valueOf)
                .orElse(null);
    }

    private @Nullable String firmware() {
        String told = position.firmware();
        if (told != null) {
            return told;
        }
        return handle.createQuery("""
                        select body ->> 'firmware' from event where site = :site and device = :device
                            and type = 'DeviceStarted' and fleet_time >= :since and body ->> 'firmware' is not null
                        order by fleet_time desc, seq desc limit 1
                        """)
                .bind("site", position.site().value())
                .bind("device", position.id().value())
                .bind("since", at(boxSince()))
                .mapTo(String.class)
                .findOne()
                .orElse(null);
    }

    private @Nullable CommandState command(String id) {
        return handle.createQuery("select state from command where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .map(CommandState::valueOf)
                .orElse(null);
    }

    private List<Seen.Happened> events(Check check, CheckRow row) {
        List<String> wanted = wanted(check.looks());
        if (wanted.isEmpty()) {
            return List.of();
        }
        return handle.createQuery("""
                        select e.type, e.gateway_time - coalesce(g.clock_offset_millis, 0) as happened
                        from event e left join gateway g on g.id = e.gateway
                        where e.site = :site and e.device = :device and e.type = any(:types) and not e.replayed
                            and e.fleet_time >= :since
                            and e.gateway_time - coalesce(g.clock_offset_millis, 0) between :from and :to
                        order by e.gateway_time, e.seq limit 50
                        """)
                .bind("site", position.site().value())
                .bind("device", position.id().value())
                .bindArray("types", String.class, wanted.toArray())
                .bind("since", at(row.started().minus(LEEWAY)))
                .bind("from", row.started().minus(LEEWAY).toEpochMilli())
                .bind(
                        "to",
                        row.started().plusSeconds(check.seconds()).plus(LEEWAY).toEpochMilli())
                .map((found, context) -> new Seen.Happened(found.getString("type"), found.getLong("happened")))
                .list();
    }

    /** The picture that the check asked for, once it is there; it is kept with the photos of the box. */
    Optional<Photos.Photo> snapshot(Check check, CheckRow row) {
        String command = row.command();
        if (command == null || !wanted(check.looks()).contains(SNAPSHOT)) {
            return Optional.empty();
        }
        return handle.createQuery("""
                        select body ->> 'image' from event where site = :site and device = :device
                            and type = :type and not replayed and fleet_time >= :since
                        order by fleet_time desc, seq desc limit 1
                        """)
                .bind("site", position.site().value())
                .bind("device", position.id().value())
                .bind("type", SNAPSHOT)
                .bind("since", at(row.started().minus(LEEWAY)))
                .mapTo(String.class)
                .findOne()
                .map(image -> new Photos.Photo("snap-" + command, check.key(), "image/jpeg", decoded(image), now));
    }

    /** What is no base64 is no image, and is not kept. */
    private static byte[] decoded(String image) {
        try {
            return Base64.getDecoder().decode(image);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static List<String> wanted(Look look) {
        if (look instanceof Look.EventsInOrder events) {
            return events.events();
        }
        return look instanceof Look.CommandDone command ? command.events() : List.of();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    /** As REST shows it: what there was, in the words of the check's look. */
    static ObjectNode shown(Check check, Seen seen) {
        ObjectNode json = Json.object();
        Look look = check.looks();
        if (look instanceof Look.Online) {
            json.put("online", seen.online());
        }
        if (seen.clock() != null) {
            json.put("clock", seen.clock().name());
        }
        if (seen.firmware() != null) {
            json.put("firmware", seen.firmware());
        }
        Seen.Measured measured = seen.value();
        if (measured != null) {
            json.put("value", measured.value()).put("at", Json.time(measured.at()));
        }
        if (seen.command() != null) {
            json.put("command", seen.command().name());
        }
        seen.events()
                .forEach(one -> json.withArray("events")
                        .addObject()
                        .put("type", one.type())
                        .put("at", Json.time(one.at())));
        return json;
    }
}
