package io.gatehouse.fleet.intake;

import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Writes events, many rows in one statement. */
final class EventTable {

    private static final String INSERT = """
            insert into event (fleet_time, gateway, log, seq, site, class, type, device, boot_id, device_seq,
                device_time, gateway_time, time_quality, replayed, outcome, reason, door, access_point, person,
                decision, body)
            select :now, r.gateway, r.log, r.seq, r.site, r.class, r.type, r.device, r.boot_id, r.device_seq,
                r.device_time, r.gateway_time, r.time_quality, r.replayed, r.outcome, r.reason, r.door,
                r.access_point, r.person, r.decision::jsonb, r.body::jsonb
            from unnest(:gateway, :log, :seq, :site, :class, :type, :device, :boot, :deviceSeq, :deviceTime,
                :gatewayTime, :quality, :replayed, :outcome, :reason, :door, :point, :person, :decision, :body)
                as r(gateway, log, seq, site, class, type, device, boot_id, device_seq, device_time, gateway_time,
                time_quality, replayed, outcome, reason, door, access_point, person, decision, body)
            """;

    private final Handle handle;
    private final OffsetDateTime now;

    EventTable(Handle handle, OffsetDateTime now) {
        this.handle = handle;
        this.now = now;
    }

    void insert(List<Accepted> rows) {
        if (rows.isEmpty()) {
            return;
        }
        Update insert = handle.createUpdate(INSERT).bind("now", now);
        bindIdentity(insert, rows);
        bindDecision(insert, rows);
        insert.bindArray("body", String.class, events(rows, event -> json(event.body())))
                .execute();
    }

    private static void bindIdentity(Update insert, List<Accepted> rows) {
        insert.bindArray(
                        "gateway",
                        String.class,
                        column(rows, row -> row.gateway().value()))
                .bindArray("log", String.class, column(rows, row -> row.log().hex()))
                .bindArray("seq", Long.class, column(rows, Accepted::seq))
                .bindArray("site", String.class, column(rows, row -> row.site().value()))
                .bindArray(
                        "class",
                        String.class,
                        events(rows, event -> event.eventClass().name()))
                .bindArray("type", String.class, events(rows, SiteEvent::type))
                .bindArray("device", String.class, events(rows, event -> text(event.device())))
                .bindArray("boot", String.class, events(rows, SiteEvent::bootId))
                .bindArray("deviceSeq", Long.class, events(rows, SiteEvent::deviceSeq))
                .bindArray("deviceTime", Long.class, events(rows, SiteEvent::deviceTime))
                .bindArray("gatewayTime", Long.class, events(rows, SiteEvent::gatewayTime))
                .bindArray(
                        "quality",
                        String.class,
                        events(rows, event -> event.timeQuality().name()))
                .bindArray("replayed", Boolean.class, events(rows, SiteEvent::replayed));
    }

    private static void bindDecision(Update insert, List<Accepted> rows) {
        insert.bindArray(
                        "outcome",
                        String.class,
                        decisions(rows, d -> d.outcome().name()))
                .bindArray(
                        "reason", String.class, decisions(rows, d -> d.reason().name()))
                .bindArray("door", String.class, decisions(rows, AccessDecision::door))
                .bindArray("point", String.class, decisions(rows, AccessDecision::accessPoint))
                .bindArray("person", String.class, decisions(rows, AccessDecision::person))
                .bindArray("decision", String.class, decisions(rows, Json::write));
    }

    private static @Nullable Object[] column(List<Accepted> rows, Function<Accepted, @Nullable Object> value) {
        return rows.stream().map(value).toArray();
    }

    private static @Nullable Object[] events(List<Accepted> rows, Function<SiteEvent, @Nullable Object> value) {
        return column(rows, row -> value.apply(row.event()));
    }

    private static @Nullable Object[] decisions(List<Accepted> rows, Function<AccessDecision, @Nullable Object> value) {
        return column(rows, row -> {
            AccessDecision decision = row.event().decision();
            return decision == null ? null : value.apply(decision);
        });
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable String json(@Nullable Object value) {
        return value == null ? null : Json.write(value);
    }
}
