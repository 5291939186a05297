package io.gatehouse.fleet.audit;

import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Compares the table of events, from which everything is shown, with the records that are proven: what is shown otherwise,
 * what is not shown, and what is shown and was never recorded.
 */
final class ShownEvents {

    static final String SHOWN_OTHERWISE = "SHOWN_OTHERWISE";
    static final String NOT_SHOWN = "NOT_SHOWN";
    static final String NEVER_RECORDED = "NEVER_RECORDED";

    /**
     * A record whose event is not there is excused when it was set aside, when the device's same number is there by another
     * way (repeats are kept once), or when its month may have been put away.
     */
    private static final String FIRST = """
            select r.seq, e.seq is null as missing
            from unnest(:seq, :type, :device, :boot, :deviceSeq, :deviceTime, :gatewayTime, :quality, :outcome, :reason,
                :door, :point, :person, :decision, :body, :shown)
                as r(seq, type, device, boot_id, device_seq, device_time, gateway_time, time_quality, outcome, reason,
                door, access_point, person, decision, body, shown)
            left join event e on e.seq = r.seq and e.gateway = :gateway and e.log = :log and e.seq between :first and :last
            where case when e.seq is null then r.shown
                    and not exists (select from rejected_record a
                        where a.gateway = :gateway and a.log = :log and a.seq = r.seq)
                    and not exists (select from event o where o.site in (select id from site) and o.device = r.device
                        and o.boot_id = r.boot_id and o.device_seq = r.device_seq)
                else (e.type, e.device, e.boot_id, e.device_seq, e.device_time, e.gateway_time, e.time_quality, e.outcome,
                    e.reason, e.door, e.access_point, e.person, e.decision, e.body)
                is distinct from (r.type, r.device, r.boot_id, r.device_seq, r.device_time, r.gateway_time,
                    r.time_quality, r.outcome, r.reason, r.door, r.access_point, r.person, r.decision::jsonb,
                    r.body::jsonb) end
            order by r.seq limit 1
            """;

    private static final String STRANGER = """
            select min(seq) from event where gateway = :gateway and log = :log and seq > :after and seq <= :upTo
                and seq <> all(:recorded)
            """;

    /** Since when events are all there: the beginning of the oldest month, unless the fleet is not older than that. */
    private static final String WHOLE_SINCE = """
            select at from (select min(substring(pg_get_expr(c.relpartbound, c.oid)
                    from 'FROM .''([^'']+)''')::timestamptz) as at
                from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'event'::regclass) oldest
            where at > (select min(installed_on) from flyway_schema_history)
            """;

    private final Handle handle;
    private final LogName name;

    ShownEvents(Handle handle, LogName name) {
        this.handle = handle;
        this.name = name;
    }

    /**
     * The first thing in which the table differs from the records, which are sound.
     *
     * @param records those behind {@code after} up to {@code upTo} that can be read
     */
    Optional<ChainCheck.Found> first(SortedMap<Long, SiteEvent> records, long after, long upTo) {
        return Stream.of(ofRecords(records), stranger(records, after, upTo))
                .flatMap(Optional::stream)
                .min(Comparator.comparingLong(ChainCheck.Found::seq));
    }

    private Optional<ChainCheck.Found> ofRecords(SortedMap<Long, SiteEvent> records) {
        if (records.isEmpty()) {
            return Optional.empty();
        }
        List<SiteEvent> events = List.copyOf(records.values());
        long wholeSince = wholeSince();
        Query query = bound(FIRST)
                .bind("first", records.firstKey())
                .bind("last", records.lastKey())
                .bindArray("seq", Long.class, records.keySet().toArray())
                .bindArray(
                        "shown",
                        Boolean.class,
                        events.stream().map(event -> isShown(event, wholeSince)).toArray());
        bindEvent(query, events);
        bindDecision(query, events);
        return query.map((row, context) ->
                        found(row.getBoolean("missing") ? NOT_SHOWN : SHOWN_OTHERWISE, row.getLong("seq")))
                .findOne();
    }

    private Optional<ChainCheck.Found> stranger(SortedMap<Long, SiteEvent> records, long after, long upTo) {
        return bound(STRANGER)
                .bind("after", after)
                .bind("upTo", upTo)
                .bindArray("recorded", Long.class, records.keySet().toArray())
                .mapTo(Long.class)
                .findOne()
                .map(seq -> found(NEVER_RECORDED, seq));
    }

    private static ChainCheck.Found found(String fault, long seq) {
        return new ChainCheck.Found(fault, seq, seq - 1);
    }

    /** Whether a record must have its event in the table; what may lie in a month that was put away need not. */
    private static boolean isShown(SiteEvent event, long wholeSince) {
        Long deviceTime = event.deviceTime();
        return AuditTrail.isShown(event)
                && event.gatewayTime() >= wholeSince
                && (deviceTime == null || deviceTime >= wholeSince);
    }

    private long wholeSince() {
        return handle.createQuery(WHOLE_SINCE)
                .mapTo(OffsetDateTime.class)
                .findOne()
                .map(at -> at.toInstant().toEpochMilli())
                .orElse(Long.MIN_VALUE);
    }

    private Query bound(String sql) {
        return handle.createQuery(sql)
                .bind("gateway", name.gateway())
                .bind("log", name.log().hex());
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
