package io.gatehouse.fleet.audit;

import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Compares the table of events, from which everything is shown, with the records that are proven. */
final class ShownEvents {

    private static final String CHANGED = """
            select min(r.seq)
            from unnest(:seq, :type, :device, :boot, :deviceSeq, :deviceTime, :gatewayTime, :quality, :outcome, :reason,
                :door, :point, :person, :decision, :body)
                as r(seq, type, device, boot_id, device_seq, device_time, gateway_time, time_quality, outcome, reason,
                door, access_point, person, decision, body)
            join event e on e.seq = r.seq and e.gateway = :gateway and e.log = :log and e.seq between :first and :last
            where (e.type, e.device, e.boot_id, e.device_seq, e.device_time, e.gateway_time, e.time_quality, e.outcome,
                    e.reason, e.door, e.access_point, e.person, e.decision, e.body)
                is distinct from (r.type, r.device, r.boot_id, r.device_seq, r.device_time, r.gateway_time,
                    r.time_quality, r.outcome, r.reason, r.door, r.access_point, r.person, r.decision::jsonb,
                    r.body::jsonb)
            """;

    private final Handle handle;
    private final LogName name;

    ShownEvents(Handle handle, LogName name) {
        this.handle = handle;
        this.name = name;
    }

    /**
     * Number of the first event that is shown otherwise than its record says. An event that is not in the table is not
     * judged: repeats of a device are kept once, and old months may have been put away.
     */
    Optional<Long> firstChanged(SortedMap<Long, SiteEvent> records) {
        if (records.isEmpty()) {
            return Optional.empty();
        }
        List<SiteEvent> events = List.copyOf(records.values());
        Query query = handle.createQuery(CHANGED)
                .bind("gateway", name.gateway())
                .bind("log", name.log().hex())
                .bind("first", records.firstKey())
                .bind("last", records.lastKey())
                .bindArray("seq", Long.class, records.keySet().toArray());
        bindEvent(query, events);
        bindDecision(query, events);
        return query.mapTo(Long.class).findOne();
    }

    private static void bindEvent(Query query, List<SiteEvent> events) {
        texts(query, "type", events, SiteEvent::type);
        texts(
                query,
                "device",
                events,
                event -> event.device() == null ? null : event.device().value());
        texts(query, "boot", events, SiteEvent::bootId);
        numbers(query, "deviceSeq", events, SiteEvent::deviceSeq);
        numbers(query, "deviceTime", events, SiteEvent::deviceTime);
        numbers(query, "gatewayTime", events, SiteEvent::gatewayTime);
        texts(query, "quality", events, event -> event.timeQuality().name());
        texts(query, "body", events, event -> event.body() == null ? null : Json.write(event.body()));
    }

    private static void bindDecision(Query query, List<SiteEvent> events) {
        decisions(query, "outcome", events, decision -> decision.outcome().name());
        decisions(query, "reason", events, decision -> decision.reason().name());
        decisions(query, "door", events, AccessDecision::door);
        decisions(query, "point", events, AccessDecision::accessPoint);
        decisions(query, "person", events, AccessDecision::person);
        decisions(query, "decision", events, Json::write);
    }

    private static void texts(
            Query query, String name, List<SiteEvent> events, Function<SiteEvent, @Nullable Object> value) {
        query.bindArray(
                name,
                String.class,
                events.stream().map(value.andThen(ShownEvents::storable)).toArray());
    }

    /** Text columns cannot hold the NUL character; the intake replaces it too. */
    private static @Nullable Object storable(@Nullable Object text) {
        return text instanceof String one ? one.replace('\0', '\ufffd') : text;
    }

    private static void numbers(
            Query query, String name, List<SiteEvent> events, Function<SiteEvent, @Nullable Object> value) {
        query.bindArray(name, Long.class, events.stream().map(value).toArray());
    }

    private static void decisions(
            Query query, String name, List<SiteEvent> events, Function<AccessDecision, @Nullable Object> value) {
        texts(query, name, events, event -> {
            AccessDecision decision = event.decision();
            return decision == null ? null : value.apply(decision);
        });
    }
}
