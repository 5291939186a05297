package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.account.DeviceChanges;
import io.gatehouse.fleet.alarm.AlarmBook;
import io.gatehouse.fleet.command.Commands;
import io.gatehouse.fleet.event.EventQuery;
import io.gatehouse.fleet.event.Events;
import io.gatehouse.fleet.note.DeviceNotes;
import io.gatehouse.fleet.presence.DeviceBoard;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A device's events, commands, alarms and notes, and what people changed of it, in one list, newest first. */
public final class TimelineApi {

    private static final int PAGE = 50;
    /** Later than anything, and still a moment. */
    private static final OffsetDateTime FAR = OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private final Events events;
    private final Commands commands;
    private final DeviceBoard board;
    private final AlarmBook alarms;
    private final DeviceNotes notes;
    private final DeviceChanges changes;
    private final Work work;

    /** What happened to a device, room by room. */
    public record Sources(
            Events events, Commands commands, AlarmBook alarms, DeviceNotes notes, DeviceChanges changes) {}

    public TimelineApi(Sources sources, DeviceBoard board, Work work) {
        this.events = sources.events();
        this.commands = sources.commands();
        this.alarms = sources.alarms();
        this.notes = sources.notes();
        this.changes = sources.changes();
        this.board = board;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations.viewer("deviceTimeline", this::timeline);
    }

    /**
     * @param place where the next page begins, when this is the last item of a page
     */
    private record Item(Instant at, String kind, ObjectNode thing, String place) {

        Map<String, Object> body() {
            return Map.of("kind", kind, "at", at, kind.toLowerCase(Locale.ROOT), thing);
        }
    }

    private Future<Answer> timeline(Call call) {
        String before = call.query("before").orElse(null);
        if (before != null && !EventQuery.isPlace(before)) {
            return Future.succeededFuture(Answer.refused(EventApi.badPlace()));
        }
        int limit = call.number("limit", PAGE);
        Reach reach = call.reach();
        return DeviceApi.withDevice(call, work, board, (site, device) -> {
            List<Item> items = new ArrayList<>();
            events.list(new EventQuery(
                            Map.of("site", site.value(), "device", device.value()), null, before, limit + 1, reach))
                    .forEach(event -> items.add(item("EVENT", "fleetTime", event, Events.placeOf(event))));
            commands.of(site, device, momentOf(before), limit + 1)
                    .forEach(command ->
                            items.add(item("COMMAND", "issuedAt", command, placeBefore(command, "issuedAt"))));
            alarms.ofDevice(site.value(), device.value(), momentOf(before).toInstant(), limit + 1)
                    .forEach(alarm -> items.add(item("ALARM", "since", alarm, placeBefore(alarm, "since"))));
            notes.of(site, device, momentOf(before).toInstant(), limit + 1)
                    .forEach(note -> items.add(item("NOTE", "at", note, placeBefore(note, "at"))));
            changes.of(site, device, momentOf(before).toInstant(), limit + 1)
                    .forEach(change -> items.add(item("CHANGE", "at", change, placeBefore(change, "at"))));
            items.sort(Comparator.comparing(Item::at).reversed());
            List<Item> shown = items.subList(0, Math.min(items.size(), limit));
            List<Map<String, Object>> bodies = shown.stream().map(Item::body).toList();
            return items.size() <= limit
                    ? Answer.items(bodies)
                    : Answer.ok(
                            Map.of("items", bodies, "next", shown.get(limit - 1).place()));
        });
    }

    private static Item item(String kind, String timeField, ObjectNode thing, String place) {
        return new Item(Instant.parse(thing.path(timeField).asText()), kind, thing, place);
    }

    /** A command, an alarm, a note or a change has no place among the events: the next page begins with what is older than it. */
    private static String placeBefore(ObjectNode thing, String timeField) {
        long at = Instant.parse(thing.path(timeField).asText()).toEpochMilli();
        return at + "/zzz/" + "f".repeat(32) + "/0";
    }

    private static OffsetDateTime momentOf(@Nullable String place) {
        return place == null
                ? FAR
                : OffsetDateTime.ofInstant(
                        Instant.ofEpochMilli(Long.parseLong(place.substring(0, place.indexOf('/')))), ZoneOffset.UTC);
    }
}
