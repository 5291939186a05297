package io.gatehouse.fleet.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

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

    /** Returns whether anything changed. Replayed events tell of the past: they neither begin nor end a problem. */
    boolean update(List<Accepted> records) {
        int changed = 0;
        for (Accepted record : records) {
            SiteEvent event = record.event();
            if (event.replayed()) {
                continue;
            }
            String subject = event.device() == null
                    ? record.gateway().value()
                    : event.device().value();
            String begins = BEGINS.get(event.type());
            if (begins != null) {
                changed += begin(record, subject, begins);
            }
            for (String ended : ENDS.getOrDefault(event.type(), List.of())) {
                changed += end(record, subject, ended);
            }
            if (hasFineBattery(event)) {
                changed += end(record, subject, "BATTERY_LOW");
            }
        }
        return changed > 0;
    }

    private int begin(Accepted record, String subject, String kind) {
        Map<String, String> params = new LinkedHashMap<>();
        JsonNode body = record.event().body();
        if (body != null) {
            for (String name : List.of("door", "fault", "level", "code", "topic", "version", "message")) {
                if (body.path(name).isValueNode()) {
                    params.put(name, body.path(name).asText());
                }
            }
        }
        OffsetDateTime at =
                OffsetDateTime.ofInstant(Instant.ofEpochMilli(record.event().gatewayTime()), ZoneOffset.UTC);
        return handle.execute(
                """
                insert into problem (site, device, kind, since, last, count, params) values (?, ?, ?, ?, ?, 1, ?::jsonb)
                on conflict (site, device, kind) do update
                    set last = excluded.last, count = problem.count + 1, params = excluded.params
                """, record.site().value(), subject, kind, at.isAfter(now) ? now : at, now, Json.write(params));
    }

    private int end(Accepted record, String subject, String kind) {
        return handle.execute(
                "delete from problem where site = ? and device = ? and kind = ?",
                record.site().value(),
                subject,
                kind);
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
