package io.gatehouse.fleet.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.PersonRules;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Which events begin a problem of a device, and which end one. */
final class Problems {

    private static final Map<String, String> BEGINS = Map.ofEntries(
            Map.entry("DoorForced", "DOOR_FORCED"),
            Map.entry("DoorHeld", "DOOR_HELD"),
            Map.entry("CameraFault", "CAMERA_FAULT"),
            Map.entry("Tampered", "TAMPERED"),
            Map.entry("BatteryLow", "BATTERY_LOW"),
            Map.entry("PowerLost", "POWER_LOST"),
            Map.entry("FireAlarm", "FIRE_ALARM"),
            Map.entry("LockFault", "LOCK_FAULT"),
            Map.entry("ContactFault", "CONTACT_FAULT"),
            Map.entry(GatewayEvents.DURESS, "DURESS"),
            Map.entry(GatewayEvents.READER_LOCKED_OUT, "LOCKED_OUT"),
            Map.entry(GatewayEvents.CREDENTIAL_LOCKED_OUT, "LOCKED_OUT"),
            Map.entry(GatewayEvents.MESSAGE_REFUSED, "MESSAGES_REFUSED"),
            Map.entry(GatewayEvents.FOREIGN_TOPIC_TRIED, "FOREIGN_TOPIC_TRIED"),
            Map.entry(GatewayEvents.SITE_BOOK_REFUSED, "SITE_BOOK_REFUSED"));

    private static final Map<String, List<String>> ENDS = Map.of(
            "DoorClosed",
            List.of("DOOR_FORCED", "DOOR_HELD"),
            "DoorForcedEnded",
            List.of("DOOR_FORCED"),
            "DoorHeldEnded",
            List.of("DOOR_HELD"),
            "LockFaultEnded",
            List.of("LOCK_FAULT"),
            "ContactFaultEnded",
            List.of("CONTACT_FAULT"),
            "CameraRestored",
            List.of("CAMERA_FAULT"),
            "TamperRestored",
            List.of("TAMPERED"),
            "FireAlarmCleared",
            List.of("FIRE_ALARM"),
            "PowerRestored",
            List.of("POWER_LOST"),
            GatewayEvents.SITE_BOOK_APPLIED,
            List.of("SITE_BOOK_REFUSED"));

    /** Who is watched for so passes, and somebody hears of it. */
    private static final Set<String> ALERTS =
            Set.of(PersonRules.Watch.ALERT_SILENT.name(), PersonRules.Watch.ALERT_AND_ALLOW.name());

    private static final double BATTERY_FINE_PERCENT = 30;

    private final Handle handle;
    private final OffsetDateTime now;

    Problems(Handle handle, OffsetDateTime now) {
        this.handle = handle;
        this.now = now;
    }

    /**
     * Where in its log a batch lies. Times are compared only where the order of numbers does not tell: a clock that was
     * set back must not keep a problem open.
     *
     * @param olderMayCome whether older events are still on their way
     * @param newerIsHere whether newer ones were taken before
     */
    record Place(boolean olderMayCome, boolean newerIsHere) {}

    /** A problem's key, and what the batch's events have made of it so far. */
    private record Key(String site, String subject, String kind) {}

    /**
     * @param ended when the one that stood before was over by the gateway's clock, 0 when it goes on
     * @param since the first of those that began after the last end; with {@code latest}, or nothing when none did
     */
    private record Change(
            long ended, @Nullable Accepted since, @Nullable Accepted latest, int begun) {}

    /**
     * Returns whether anything changed. Replayed events tell of the past: they neither begin nor end a problem. New events
     * come before the backlog: what was over before does not begin again, and what began since does not end.
     *
     * @param place where in its log the batch lies
     */
    boolean update(List<Accepted> records, Place place) {
        // in order, so that two transactions lock the rows alike
        Map<Key, Change> changes = new TreeMap<>(
                Comparator.comparing(Key::site).thenComparing(Key::subject).thenComparing(Key::kind));
        for (Accepted record : records) {
            SiteEvent event = record.event();
            if (event.replayed()) {
                continue;
            }
            String begins = begins(event);
            if (begins != null) {
                changes.merge(keyOf(record, begins), new Change(0, record, record, 1), Problems::after);
            }
            for (String ended : ENDS.getOrDefault(event.type(), List.of())) {
                changes.put(keyOf(record, ended), new Change(event.gatewayTime(), null, null, 0));
            }
            if (hasFineBattery(event)) {
                changes.put(keyOf(record, "BATTERY_LOW"), new Change(event.gatewayTime(), null, null, 0));
            }
        }
        int changed = end(changes, place);
        for (Map.Entry<Key, Change> one : changes.entrySet()) {
            changed += begin(one.getKey(), one.getValue(), place);
        }
        return changed > 0;
    }

    /** By its type, or by what was decided: somebody calls for help, or is looked for. */
    private static @Nullable String begins(SiteEvent event) {
        AccessDecision decision = event.decision();
        if (decision == null) {
            return BEGINS.get(event.type());
        }
        if (decision.outcome() == Outcome.GRANTED_DURESS) {
            return "DURESS";
        }
        if (decision.reason() == ReasonCode.WATCHLIST_BLOCKED) {
            return "WATCHLIST_READ";
        }
        return ALERTS.contains(decision.details().getOrDefault("watch", "")) ? "WATCHLIST_SEEN" : null;
    }

    private static Change after(Change earlier, Change begun) {
        return new Change(
                earlier.ended,
                earlier.since == null ? begun.since : earlier.since,
                begun.latest,
                earlier.begun + begun.begun);
    }

    private static Key keyOf(Accepted record, String kind) {
        SiteEvent event = record.event();
        return new Key(
                record.site().value(),
                event.device() == null
                        ? record.gateway().value()
                        : event.device().value(),
                kind);
    }

    private int begin(Key key, Change change, Place place) {
        if (change.since == null || change.latest == null) {
            return 0;
        }
        Map<String, String> params = new LinkedHashMap<>();
        JsonNode body = change.latest.event().body();
        if (body != null) {
            for (String name : List.of("door", "fault", "level", "code", "topic", "version", "message", "zone")) {
                if (body.path(name).isValueNode()) {
                    params.put(name, body.path(name).asText());
                }
            }
        }
        AccessDecision decision = change.latest.event().decision();
        if (decision != null && decision.door() != null) {
            params.put("door", decision.door());
        }
        OffsetDateTime at = OffsetDateTime.ofInstant(
                Instant.ofEpochMilli(change.since.event().gatewayTime()), ZoneOffset.UTC);
        return handle.execute(
                """
                insert into problem (site, device, kind, since, last, count, params)
                select w.* from (values (?, ?, ?, ?::timestamptz, ?::timestamptz, ?::bigint, ?::jsonb))
                    as w(site, device, kind, since, last, count, params)
                where not ? or not exists (select 1 from problem_end e
                    where e.site = w.site and e.device = w.device and e.kind = w.kind
                        and e.at >= extract(epoch from w.since) * 1000)
                on conflict (site, device, kind) do update set last = excluded.last,
                    count = problem.count + excluded.count, params = excluded.params
                """,
                key.site,
                key.subject,
                key.kind,
                at.isAfter(now) ? now : at,
                now,
                change.begun,
                Json.write(params),
                place.newerIsHere);
    }

    /** All that ended, in one statement: most events of a batch end something that never began. */
    private int end(Map<Key, Change> changes, Place place) {
        Map<Key, Change> ended = new LinkedHashMap<>(changes);
        ended.values().removeIf(change -> change.ended == 0);
        if (ended.isEmpty()) {
            return 0;
        }
        if (place.olderMayCome) {
            bind(ended, """
                    insert into problem_end (site, device, kind, at)
                    select site, device, kind, at from unnest(:sites, :subjects, :kinds, :ats) as w(site, device, kind, at)
                    on conflict (site, device, kind) do update set at = greatest(problem_end.at, excluded.at)
                    """);
        }
        return bind(ended, """
                delete from problem p
                using unnest(:sites, :subjects, :kinds, :ats) as w(site, device, kind, at)
                where p.site = w.site and p.device = w.device and p.kind = w.kind
                """ + (place.newerIsHere ? " and extract(epoch from p.since) * 1000 <= w.at" : ""));
    }

    private int bind(Map<Key, Change> ended, String sql) {
        return handle.createUpdate(sql)
                .bindArray(
                        "sites",
                        String.class,
                        ended.keySet().stream().map(Key::site).toArray())
                .bindArray(
                        "subjects",
                        String.class,
                        ended.keySet().stream().map(Key::subject).toArray())
                .bindArray(
                        "kinds",
                        String.class,
                        ended.keySet().stream().map(Key::kind).toArray())
                .bindArray(
                        "ats",
                        Long.class,
                        ended.values().stream().map(Change::ended).toArray())
                .execute();
    }

    private static boolean hasFineBattery(SiteEvent event) {
        if (!event.type().equals(GatewayEvents.TELEMETRY) || event.body() == null) {
            return false;
        }
        for (JsonNode one : event.body().path("measurements")) {
            if (one.path("n").asText().equals("battery") && one.path("v").asDouble() >= BATTERY_FINE_PERCENT) {
                return true;
            }
        }
        return false;
    }
}
