package io.gatehouse.fleet.diagnosis;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.telemetry.SeriesStore;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.uplink.GatewayEvents;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads what is known of a device, and judges it. Blocks. */
public final class Inquiry {

    private static final Duration LATELY = Duration.ofDays(1);

    private final Jdbi jdbi;
    private final SeriesStore series;
    private final Clock clock;

    public Inquiry(Jdbi jdbi, SeriesStore series, Clock clock) {
        this.jdbi = jdbi;
        this.series = series;
        this.clock = clock;
    }

    /** Nothing when there is no such device. */
    public Optional<Diagnosis> into(SiteId site, DeviceId device) {
        Instant now = clock.instant();
        return jdbi.withHandle(handle -> {
            Asked asked = new Asked(handle, site.value(), device.value(), now);
            return device(asked)
                    .map(own -> Diagnosis.of(new Known(own, gateway(asked), proof(asked), past(asked)), now));
        });
    }

    private record Asked(Handle handle, String site, String device, Instant now) {

        OffsetDateTime lately() {
            return OffsetDateTime.ofInstant(now.minus(LATELY), ZoneOffset.UTC);
        }
    }

    private static Optional<Known.Device> device(Asked asked) {
        return asked.handle
                .createQuery("select * from device where site = :site and id = :device")
                .bind("site", asked.site)
                .bind("device", asked.device)
                .map((row, c) -> new Known.Device(
                        row.getInt("heartbeat_seconds"),
                        instant(row, "last_heard"),
                        row.getString("session"),
                        row.getLong("refused"),
                        row.getString("last_refusal")))
                .findOne();
    }

    private static Known.@Nullable Gateway gateway(Asked asked) {
        return asked.handle
                .createQuery("""
                        select g.*, (select max(version) from site_book b where b.gateway = g.id) as wanted
                        from device d join gateway g
                            on g.id = d.gateway or (d.gateway is null and g.site = d.site)
                        where d.site = :site and d.id = :device order by g.last_heard desc nulls last limit 1
                        """)
                .bind("site", asked.site)
                .bind("device", asked.device)
                .map((row, c) -> gateway(row))
                .findOne()
                .orElse(null);
    }

    private static Known.Gateway gateway(ResultSet row) throws SQLException {
        Map<String, String> addresses = new HashMap<>();
        Json.read(row.getString("addresses"))
                .properties()
                .forEach(one -> addresses.put(one.getKey(), one.getValue().asText()));
        addresses.remove("web");
        return new Known.Gateway(
                row.getString("id"),
                instant(row, "last_heard"),
                row.getString("clock"),
                row.getObject("clock_offset_millis", Long.class),
                row.getLong("site_book_version"),
                row.getLong("wanted"),
                Json.read(row.getString("storage")).path("failed").asBoolean(),
                addresses);
    }

    private static Known.Proof proof(Asked asked) {
        return asked.handle
                .createQuery("""
                        select d.generation,
                            (select max(c.ends) from certificate c where c.site = d.site and c.kind = 'DEVICE'
                                and c.name = d.id and c.generation >= d.generation) as ends,
                            exists (select from certificate c where c.site = d.site and c.kind = 'DEVICE'
                                and c.name = d.id and c.generation < d.generation) as had,
                            not exists (select from label l where l.site = d.site and l.device = d.id
                                and l.claimed is null) as claimed,
                            (select max(e.expires) from enrolment e where e.site = d.site and e.kind = 'DEVICE'
                                and e.name = d.id and e.used is null and e.expires > :now) as token
                        from device d where d.site = :site and d.id = :device
                        """)
                .bind("site", asked.site)
                .bind("device", asked.device)
                .bind("now", OffsetDateTime.ofInstant(asked.now, ZoneOffset.UTC))
                .map((row, c) -> new Known.Proof(
                        row.getBoolean("claimed"),
                        row.getInt("generation"),
                        instant(row, "ends"),
                        row.getBoolean("had") && row.getObject("ends") == null,
                        instant(row, "token")))
                .one();
    }

    private Known.Past past(Asked asked) {
        Counts counts = new Counts(asked);
        Optional<Last> refused = counts.last(GatewayEvents.SIGN_IN_REFUSED);
        Optional<Last> gone = counts.last(GatewayEvents.DEVICE_DISCONNECTED);
        Optional<Last> power = counts.last("PowerLost", "PowerRestored", "BatteryLow");
        return new Known.Past(
                refused.map(Last::at).orElse(null),
                counts.refusals(),
                refused.map(one -> one.body().path("by").asText()).orElse(""),
                gone.map(Last::at).orElse(null),
                gone.map(one -> one.body().path("reason").asText()).orElse(null),
                counts.of(GatewayEvents.DEVICE_DISCONNECTED),
                power.map(Last::type).orElse(null),
                power.map(Last::at).orElse(null),
                battery(asked),
                counts.of("DeviceStarted"),
                counts.clockOffset(),
                counts.usualGap());
    }

    private @Nullable Double battery(Asked asked) {
        try {
            return series.latest(asked.site, asked.device).stream()
                    .filter(one -> one.metric().equals("battery"))
                    .map(SeriesStore.Latest::value)
                    .findFirst()
                    .orElse(null);
        } catch (SeriesStore.StoreAway e) {
            // one question without an answer: the others have theirs
            return null;
        }
    }

    private record Last(String type, Instant at, JsonNode body) {}

    /** What the device's events of the last day say. */
    private record Counts(Asked asked) {

        private static final String OF =
                " from event where site = :site and device = :device and fleet_time > :lately ";

        long of(String type) {
            return asked.handle
                    .createQuery("select count(*)" + OF + "and type = :type")
                    .bind("site", asked.site)
                    .bind("device", asked.device)
                    .bind("lately", asked.lately())
                    .bind("type", type)
                    .mapTo(Long.class)
                    .one();
        }

        /** One event tells of all that came within its minute. */
        long refusals() {
            return asked.handle
                    .createQuery("select coalesce(sum(coalesce((body ->> 'count')::bigint, 1)), 0)" + OF
                            + "and type = :type")
                    .bind("site", asked.site)
                    .bind("device", asked.device)
                    .bind("lately", asked.lately())
                    .bind("type", GatewayEvents.SIGN_IN_REFUSED)
                    .mapTo(Long.class)
                    .one();
        }

        Optional<Last> last(String... types) {
            return asked.handle
                    .createQuery("select type, fleet_time, body" + OF
                            + "and type = any (:types) order by fleet_time desc, seq desc limit 1")
                    .bind("site", asked.site)
                    .bind("device", asked.device)
                    .bind("lately", asked.lately())
                    .bind("types", types)
                    .map((row, c) -> new Last(
                            row.getString("type"),
                            row.getObject("fleet_time", OffsetDateTime.class).toInstant(),
                            Json.read(row.getString("body"))))
                    .findOne();
        }

        @Nullable
        Long clockOffset() {
            return asked.handle
                    .createQuery("select device_time - gateway_time as off" + OF
                            + "and device_time is not null and not replayed order by fleet_time desc limit 1")
                    .bind("site", asked.site)
                    .bind("device", asked.device)
                    .bind("lately", asked.lately())
                    .mapTo(Long.class)
                    .findOne()
                    .orElse(null);
        }

        /** The middle of the last hundred gaps between its own messages, in seconds. */
        @Nullable
        Double usualGap() {
            return asked.handle
                    .createQuery("select percentile_cont(0.5) within group (order by gap) from (select"
                            + " (gateway_time - lag(gateway_time) over (order by gateway_time)) / 1000.0 as gap"
                            + " from (select gateway_time" + OF
                            + "and device_seq is not null and not replayed order by fleet_time desc limit 100) t) g"
                            + " where gap is not null")
                    .bind("site", asked.site)
                    .bind("device", asked.device)
                    .bind("lately", asked.lately())
                    .mapTo(Double.class)
                    .findOne()
                    .orElse(null);
        }
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
