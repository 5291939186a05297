package io.gatehouse.gateway.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gatehouse.access.AccessDesk;
import io.gatehouse.access.SiteOrder;
import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.state.SiteState;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.command.CommandType;
import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.device.DeviceEvent;
import io.gatehouse.protocol.device.Envelope;
import io.gatehouse.protocol.device.EventType;
import io.gatehouse.protocol.sitebook.DoorRules;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteBook.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a door or a lane does between its devices' words; time stands where the test puts it. */
class DoorCyclesTest {

    /** A Wednesday, 07:59 in Shanghai. */
    private static final long BEFORE_EIGHT =
            Instant.parse("2026-11-24T23:59:00Z").toEpochMilli();

    private final List<String> told = new ArrayList<>();
    private final AccessDesk access = new AccessDesk(new SiteState(), Duration.ofSeconds(2));
    private final AccessBook book = AccessBook.of(book());
    private final Path file;
    private DoorsFile doors;
    private DoorCycles cycles;
    private long up;
    private int commands;

    DoorCyclesTest(@TempDir Path folder) throws IOException {
        file = folder.resolve("doors.state");
        doors = DoorsFile.open(file);
        cycles = cycles();
        access.use(book);
    }

    private DoorCycles cycles() {
        return new DoorCycles(
                access,
                this::now,
                doors,
                (type, device, body) -> told.add(type + " " + body.path("door").asText()));
    }

    private void restart() throws IOException {
        doors.close();
        up = 7;
        doors = DoorsFile.open(file);
        cycles = cycles();
    }

    private long now() {
        return up;
    }

    @Test
    void a_door_that_is_opened_after_a_grant_is_taken_and_held_with_a_warning_before() {
        release("reader", "door-in");
        hear("door", EventType.DOOR_OPENED);
        up += 15_000;
        cycles.tick(book, BEFORE_EIGHT);
        up += 5_000;
        cycles.tick(book, BEFORE_EIGHT);
        hear("door", EventType.DOOR_CLOSED);

        assertThat(told)
                .containsExactly("EntryTaken door", "DoorHeldPrealarm door", "DoorHeld door", "DoorHeldEnded door");
    }

    @Test
    void a_door_that_was_held_open_or_forced_is_so_after_a_restart_and_told_of_once() throws IOException {
        hear("door", EventType.REQUEST_TO_EXIT);
        hear("door", EventType.DOOR_OPENED);
        up += 20_000;
        cycles.tick(book, BEFORE_EIGHT);
        restart();
        cycles.tick(book, BEFORE_EIGHT);
        hear("door", EventType.DOOR_CLOSED);

        assertThat(told).containsExactly("DoorHeldPrealarm door", "DoorHeld door", "DoorHeldEnded door");
        told.clear();
        hear("door", EventType.DOOR_OPENED);
        restart();
        cycles.tick(book, BEFORE_EIGHT);
        assertThat(told).containsExactly("DoorForced door");
    }

    @Test
    void what_is_left_of_a_doors_time_goes_on_after_a_restart() throws IOException {
        release("reader", "door-in");
        hear("door", EventType.DOOR_OPENED);
        up += 12_000;
        restart();
        up += 3_500;
        cycles.tick(book, BEFORE_EIGHT);

        assertThat(told).containsExactly("EntryTaken door", "DoorHeldPrealarm door");
    }

    @Test
    void a_damaged_file_means_that_doors_are_shut_until_they_tell() throws IOException {
        Files.write(file, new byte[] {1, 2, 3});

        assertThat(DoorsFile.open(file).found()).isEmpty();
    }

    @Test
    void a_grant_that_nobody_uses_is_told_where_the_door_has_a_contact() {
        hear("door", EventType.DOOR_CLOSED);
        release("reader", "door-in");
        up += 4_000;
        cycles.tick(book, BEFORE_EIGHT);

        assertThat(told).containsExactly("EntryNotTaken door");
    }

    @Test
    void an_opening_is_force_only_where_all_ways_out_are_known() {
        hear("door", EventType.DOOR_OPENED);
        assertThat(told).as("somebody may have used the handle").isEmpty();
        hear("door", EventType.DOOR_CLOSED);
        hear("door", EventType.REQUEST_TO_EXIT);
        hear("door", EventType.DOOR_OPENED);
        hear("door", EventType.DOOR_CLOSED);
        assertThat(told).as("it was asked for").isEmpty();

        hear("door", EventType.DOOR_OPENED);

        assertThat(told).containsExactly("DoorForced door");
    }

    @Test
    void a_door_is_unlocked_and_locked_again_by_its_hours() {
        cycles.tick(book, BEFORE_EIGHT);
        assertThat(access.heldOpen(BEFORE_EIGHT)).isEmpty();
        cycles.tick(book, BEFORE_EIGHT + 60_000);
        assertThat(access.heldOpen(BEFORE_EIGHT + 60_000))
                .extracting(door -> door.id())
                .containsExactly("hall");
        cycles.tick(book, BEFORE_EIGHT + 3_660_000);

        assertThat(told).containsExactly("RemainOpenBegin hall", "RemainOpenEnd hall");
    }

    @Test
    void a_lockdown_ends_the_hours_of_a_door_and_fire_opens_it_over_a_lockdown() {
        access.order(new SiteOrder.Lockdown(List.of(), true, true), BEFORE_EIGHT);
        assertThat(access.heldOpen(BEFORE_EIGHT + 60_000)).isEmpty();
        access.order(new SiteOrder.Fire("z1", true), BEFORE_EIGHT);

        assertThat(access.heldOpen(BEFORE_EIGHT)).extracting(door -> door.id()).containsExactly("hall");
    }

    @Test
    void a_lane_counts_bodies_against_grants() {
        release("gate", "lane-in");
        passed("lane-in");
        passed("lane-in");
        up += 10_000;
        passed("lane-in");
        release("gate", "lane-in");
        passed("lane-out");

        assertThat(told).containsExactly("Tailgate lane", "IntrusionLane lane", "ReversePassage lane");
    }

    private void release(String reader, String point) {
        DeviceCommand command = new DeviceCommand(
                "c-" + ++commands,
                CommandType.UNLOCK_DOOR,
                0,
                10_000,
                new DeviceCommand.Answers("b", commands),
                Map.of("accessPoint", new TextNode(point)));
        cycles.released(book, new DeviceId(reader), command);
        // the lock hears of the same command
        cycles.released(book, new DeviceId("lock"), command);
    }

    private void hear(String door, EventType type) {
        cycles.hear(book, book.doorNumber(door), new DeviceId("sensor"), type, event(type, null));
    }

    private void passed(String point) {
        EventType taken = EventType.PASSAGE_TAKEN;
        cycles.hear(book, book.doorNumber("lane"), new DeviceId("gate"), taken, event(taken, point));
    }

    private static DeviceEvent event(EventType type, @Nullable String point) {
        var body = JsonNodeFactory.instance.objectNode();
        if (point != null) {
            body.put("accessPoint", point);
        }
        return new DeviceEvent(new Envelope("b", 1, null, false), type.wireName(), body);
    }

    private static SiteBook book() {
        DoorRules plain = DoorRules.PLAIN;
        DoorRules lane = rules(DoorRules.Kind.TURNSTILE, null, List.of());
        DoorRules hall = rules(DoorRules.Kind.DOOR, "hour", List.of("z1"));
        return new SiteBook(
                new SiteId("s"),
                new GatewayId("g"),
                1,
                0,
                "Asia/Shanghai",
                new byte[] {1},
                List.of(),
                List.of(door("door", plain), door("lane", lane), door("hall", hall)),
                List.of(
                        point("door-in", "door", Direction.IN, "reader"),
                        point("lane-in", "lane", Direction.IN, "gate"),
                        point("lane-out", "lane", Direction.OUT, "gate")),
                List.of(new SiteBook.Schedule("hour", "An hour", Map.of("WED", List.of("08:00-09:00")))),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static DoorRules rules(DoorRules.Kind kind, @Nullable String hours, List<String> fire) {
        return new DoorRules(kind, true, false, hours, null, 0, 0, 5, fire, List.of());
    }

    private static SiteBook.Door door(String id, DoorRules rules) {
        return new SiteBook.Door(id, id, SiteBook.DoorMode.LOCKED, 3_000, 20, null, rules);
    }

    private static SiteBook.AccessPoint point(String id, String door, Direction way, String reader) {
        return new SiteBook.AccessPoint(id, door, way, new DeviceId(reader), true);
    }
}
