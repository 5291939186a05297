package io.gatehouse.emulator.estate;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An estate as its YAML file says it. */
public record Estate(
        Site site,
        Gateway gateway,
        List<Schedule> schedules,
        List<Profile> profiles,
        List<Device> devices,
        List<Checkpoint> checkpoints,
        List<Person> people,
        @Nullable Bench bench) {

    public Estate {
        schedules = List.copyOf(schedules);
        profiles = List.copyOf(profiles);
        devices = List.copyOf(devices);
        checkpoints = List.copyOf(checkpoints);
        people = List.copyOf(people);
    }

    /** The place. */
    public record Site(String id, String name, String timeZone) {}

    /** The gateway that serves it. */
    public record Gateway(String id, String name) {}

    /** @param weekly day (MON to SUN) to spans */
    public record Schedule(String id, String name, Map<String, List<String>> weekly) {}

    /** @param accessPoints ids, or {@code *} for all */
    public record Profile(String id, String name, String schedule, List<String> accessPoints) {}

    /**
     * A device, with the door it serves if it does.
     *
     * @param wire {@code mqtt3, mqtt5, coap} or {@code coaps}
     * @param encoding {@code json} or {@code cbor}
     * @param door the name of the door that a turnstile or reader opens, or that a sensor watches
     * @param doorId the door's id; a sensor names the reader's door
     * @param direction {@code IN} or {@code OUT}, for turnstiles and readers
     * @param tower where people of that tower go through, or nothing for everybody
     * @param wiring how its inputs are connected, such as {@code CONTACT_REVERSED}; nothing when they are right
     */
    public record Device(
            String id,
            String kind,
            String name,
            String place,
            String wire,
            @Nullable String encoding,
            @Nullable String door,
            @Nullable String doorId,
            @Nullable String direction,
            @Nullable String tower,
            @Nullable String wiring) {

        public boolean isReader() {
            return direction != null;
        }
    }

    /** A place on the guards' round, touched at the device of the same id. */
    public record Checkpoint(String id, String name, String tag) {}

    /**
     * @param home tower and flat such as {@code A-1203}, or nothing
     * @param cards numbers
     * @param state of all cards: {@code ENABLED, LOST, ...}; {@code EXPIRED} makes them end yesterday
     */
    public record Person(
            String id,
            String name,
            String type,
            @Nullable String home,
            List<String> profiles,
            List<String> cards,
            @Nullable String state) {}

    /** The reader that is set aside for trying things by hand, and a card that it lets through. */
    public record Bench(String device, String card) {}
}
