package io.gatehouse.fleet.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Which events begin a problem of a device, and which end one. */
final class Problems {

    private static final Map<String, String> BEGINS = Map.of(
            "DoorForced",
            "DOOR_FORCED",
            "DoorHeld",
            "DOOR_HELD",
            "CameraFault",
            "CAMERA_FAULT",
            "Tampered",
            "TAMPERED",
            "BatteryLow",
            "BATTERY_LOW",
            "PowerLost",
            "POWER_LOST",
            GatewayEvents.MESSAGE_REFUSED,
            "MESSAGES_REFUSED",
            GatewayEvents.FOREIGN_TOPIC_TRIED,
            "FOREIGN_TOPIC_TRIED",
            GatewayEvents.SITE_BOOK_REFUSED,
            "SITE_BOOK_REFUSED");

    private static final Map<String, List<String>> ENDS = Map.of(
            "DoorClosed",
            List.of("DOOR_FORCED", "DOOR_HELD"),
            "CameraRestored",
            List.of("CAMERA_FAULT"),
            "TamperRestored",
            List.of("TAMPERED"),
            "PowerRestored",
            List.of("POWER_LOST"),
            GatewayEvents.SITE_BOOK_APPLIED,
            List.of("SITE_BOOK_REFUSED"));

    private static final double BATTERY_FINE_PERCENT = 30;

    private final Handle handle;
    private final OffsetDateTime now;

    Problems(Handle handle, OffsetDateTime now) {
        this.handle = handle;
        this.now = now;
    }

    /** A problem's key, and what the batch's events have made of it so far. */
    private record Key(String site, String subject, String kind) {}

    /**
     * @param ended the one that stood before is over
     * @param since the first of those that began after the last end; with {@code latest}, or nothing when none did
     */
    private record Change(
            boolean ended,
            @Nullable Accepted since,
            @Nullable Accepted latest,
            int begun) {}

    /** Returns whether anything changed. Replayed events tell of the past: they neither begin nor end a problem. */
    boolean update(List<Accepted> records) {
        // in order, so that two transactions lock the rows alike
        Map<Key, Change> changes = new TreeMap<>(
                Comparator.comparing(Key::site).thenComparing(Key::subject).thenComparing(Key::kind));
        for (Accepted record : records) {
            SiteEvent event = record.event();
            if (event.replayed()) {
                continue;
            }
            String begins = BEGINS.get(event.type());
            if (begins != null) {
                changes.merge(keyOf(record, begins), new Change(false, record, record, 1), Problems::after);
            }
            for (String ended : ENDS.getOrDefault(event.type(), List.of())) {
                changes.put(keyOf(record, ended), new Change(true, null, null, 0));
            }
            if (hasFineBattery(event)) {
                changes.put(keyOf(record, "BATTERY_LOW"), new Change(true, null, null, 0));
            }
        }
        int changed = end(changes);
        for (Map.Entry<Key, Change> one : changes.entrySet()) {
            changed += begin(one.getKey(), one.getValue());
        }
        return changed > 0;
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

    private int begin(Key key, Change change) {
        if (change.since == null || change.latest == null) {
            return 0;
        }
        Map<String, String> params = new LinkedHashMap<>();
        JsonNode body = change.latest.event().body();
        if (body != null) {
            for (String name : List.of("door", "fault", "level", "code", "topic", "version", "message")) {
                if (body.path(name).isValueNode()) {
                    params.put(name, body.path(name).asText());
                }
            }
        }
        OffsetDateTime at = OffsetDateTime.ofInstant(
                Instant.ofEpochMilli(change.since.event().gatewayTime()), ZoneOffset.UTC);
        return handle.execute(
                """
                insert into problem (site, device, kind, since, last, count, params) values (?, ?, ?, ?, ?, ?, ?::jsonb)
                on conflict (site, device, kind) do update set last = excluded.last,
                    count = problem.count + excluded.count, params = excluded.params
                """,
                key.site,
                key.subject,
                key.kind,
                at.isAfter(now) ? now : at,
                now,
                change.begun,
                Json.write(params));
    }

    /** All that ended, in one statement: most events of a batch end something that never began. */
    private int end(Map<Key, Change> changes) {
        List<Key> ended = changes.entrySet().stream()
                .filter(one -> one.getValue().ended)
                .map(Map.Entry::getKey)
                .toList();
        if (ended.isEmpty()) {
            return 0;
        }
        return handle.createUpdate("""
                        delete from problem p using unnest(:sites, :subjects, :kinds) as w(site, device, kind)
                        where p.site = w.site and p.device = w.device and p.kind = w.kind
                        """)
                .bindArray("sites", String.class, ended.stream().map(Key::site).toArray())
                .bindArray(
                        "subjects",
                        String.class,
                        ended.stream().map(Key::subject).toArray())
                .bindArray("kinds", String.class, ended.stream().map(Key::kind).toArray())
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
