package io.gatehouse.fleet.presence;

import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Notes what gateways say of themselves and of their devices. */
public final class Facts {

    private final Jdbi jdbi;
    private final Clock clock;

    public Facts(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * A device's last word is dated by how long ago it was by the gateway's clock, laid on the fleet's clock: a gateway
     * with a wrong clock makes no device look late.
     */
    public void note(GatewayHeartbeat heartbeat) {
        Instant now = clock.instant();
        jdbi.useTransaction(handle -> {
            gateway(handle, heartbeat, at(now));
            devices(handle, heartbeat, now);
        });
    }

    private static void gateway(Handle handle, GatewayHeartbeat heartbeat, OffsetDateTime now) {
        Optional<Stocktaking.Before> before = handle.createQuery(
                        "select fill, backlog_trend, storage from gateway where id = ? for update")
                .bind(0, heartbeat.gateway().value())
                .map((row, context) -> new Stocktaking.Before(
                        Json.read(row.getString("fill")),
                        Json.read(row.getString("backlog_trend")),
                        Json.read(row.getString("storage"))))
                .findOne();
        if (before.isEmpty()) {
            return;
        }
        Stocktaking stock = Stocktaking.of(heartbeat, before.get(), now.toInstant());
        handle.createUpdate("""
                        update gateway set boot_id = :boot, clock = :clock, backlog = :backlog::jsonb,
                            measures = :measures::jsonb, journal_bytes = :bytes, site_book_version = :book,
                            online_since = case when last_heard is null or last_heard < :silent then :now else online_since end,
                            last_heard = :now, storage = :storage::jsonb, fill = :fill::jsonb, backlog_trend = :trend::jsonb,
                            clock_offset_millis = :offset, clock_since = :since, clock_jump_millis = :jump
                        where id = :id
                        """)
                .bind("boot", heartbeat.bootId())
                .bind("clock", heartbeat.clock().name())
                .bind("backlog", Json.write(heartbeat.backlog()))
                .bind("measures", Json.write(heartbeat.measures()))
                .bind("bytes", heartbeat.journalBytes())
                .bind("book", heartbeat.siteBookVersion())
                .bind("silent", now.minusSeconds(2L * GatewayHeartbeat.PERIOD_SECONDS + 2))
                .bind("now", now)
                .bind("storage", stock.storage())
                .bind("fill", stock.fill())
                .bind("trend", stock.trend())
                .bind("offset", stock.clockOffsetMillis())
                .bind("since", stock.clockSince() == null ? null : at(stock.clockSince()))
                .bind("jump", stock.clockJumpMillis())
                .bind("id", heartbeat.gateway().value())
                .execute();
    }

    /** One statement for all of them: a gateway with 500 devices tells of each in every heartbeat. */
    private static void devices(Handle handle, GatewayHeartbeat heartbeat, Instant now) {
        if (heartbeat.devices().isEmpty()) {
            return;
        }
        List<GatewayHeartbeat.DeviceFacts> all = heartbeat.devices();
        handle.createUpdate("""
                        update device d set gateway = :gateway, session = f.session, refused = f.refused,
                            last_refusal = f.refusal,
                            changes = case when (d.session is null) = (f.session is null) then d.changes
                                else (d.changes || :now::timestamptz)[greatest(1, cardinality(d.changes) - 30):] end,
                            online_since = case when f.heard is null then d.online_since
                                when d.last_heard is null
                                    or d.last_heard < f.heard - make_interval(secs => 2 * d.heartbeat_seconds + 2)
                                then f.heard else d.online_since end,
                            last_heard = greatest(d.last_heard, f.heard)
                        from unnest(:ids::text[], :sessions::text[], :refuseds::bigint[], :refusals::text[],
                            :heards::timestamptz[]) f (id, session, refused, refusal, heard)
                        where d.id = f.id and d.site = (select site from gateway where id = :gateway)
                        """)
                .bind("gateway", heartbeat.gateway().value())
                .bind("now", at(now))
                .bindArray("ids", String.class, column(all, one -> one.device().value()))
                .bindArray("sessions", String.class, column(all, GatewayHeartbeat.DeviceFacts::session))
                .bindArray("refuseds", Long.class, column(all, GatewayHeartbeat.DeviceFacts::refused))
                .bindArray("refusals", String.class, column(all, GatewayHeartbeat.DeviceFacts::lastRefusal))
                .bindArray("heards", String.class, column(all, one -> heard(one, heartbeat, now)))
                .execute();
    }

    private static @Nullable String heard(GatewayHeartbeat.DeviceFacts facts, GatewayHeartbeat heartbeat, Instant now) {
        Long heard = facts.lastHeard();
        return heard == null
                ? null
                : now.minusMillis(Math.max(0, heartbeat.time() - heard)).toString();
    }

    private static @Nullable Object[] column(
            List<GatewayHeartbeat.DeviceFacts> all, Function<GatewayHeartbeat.DeviceFacts, @Nullable Object> value) {
        return all.stream().map(value).toArray();
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
