package io.gatehouse.fleet.presence;

import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

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

    private static void devices(Handle handle, GatewayHeartbeat heartbeat, Instant now) {
        if (heartbeat.devices().isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("""
                update device set gateway = :gateway, session = :session, refused = :refused, last_refusal = :refusal,
                    changes = case when (session is null) = (:session::text is null) then changes
                        else (changes || :now::timestamptz)[greatest(1, cardinality(changes) - 30):] end,
                    online_since = case when :heard::timestamptz is null then online_since
                        when last_heard is null or last_heard < :heard::timestamptz - make_interval(secs => 2 * heartbeat_seconds + 2)
                        then :heard::timestamptz else online_since end,
                    last_heard = greatest(last_heard, :heard::timestamptz)
                where id = :device and site = (select site from gateway where id = :gateway)
                """);
        for (GatewayHeartbeat.DeviceFacts facts : heartbeat.devices()) {
            Long heard = facts.lastHeard();
            OffsetDateTime at = heard == null ? null : at(now.minusMillis(Math.max(0, heartbeat.time() - heard)));
            batch.bind("gateway", heartbeat.gateway().value())
                    .bind("session", facts.session())
                    .bind("refused", facts.refused())
                    .bind("refusal", facts.lastRefusal())
                    .bind("heard", at)
                    .bind("now", at(now))
                    .bind("device", facts.device().value())
                    .add();
        }
        batch.execute();
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
