package io.gatehouse.emulator.day;

import io.gatehouse.emulator.day.Happening.Badge;
import io.gatehouse.emulator.day.Happening.BatteryFlat;
import io.gatehouse.emulator.day.Happening.CameraFails;
import io.gatehouse.emulator.day.Happening.Forced;
import io.gatehouse.emulator.day.Happening.Held;
import io.gatehouse.emulator.day.Happening.Scan;
import io.gatehouse.emulator.day.Happening.Tailgates;
import io.gatehouse.emulator.estate.Estate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Writes the script of one day: commuters, couriers, rounds, and the few things that go wrong. Same seed, same day. */
public final class DayScript {

    private static final int HOUR = 3_600;
    private static final int MINUTE = 60;
    private static final int COURIERS = 25;
    private static final int ROUND_EVERY_HOURS = 2;
    private static final List<String> FAULTS = List.of("STREAM_LOST", "TOO_DARK", "SCENE_CHANGED");

    private final Estate estate;
    private final SplittableRandom random;
    private final List<Happening> script = new ArrayList<>();

    private DayScript(Estate estate, SplittableRandom random) {
        this.estate = estate;
        this.random = random;
    }

    /** The day in the order of its seconds. */
    public static List<Happening> write(Estate estate, long seed) {
        DayScript day = new DayScript(estate, new SplittableRandom(seed));
        estate.people().forEach(day::personsDay);
        day.couriers();
        day.rounds();
        day.mishaps();
        return day.script.stream()
                .sorted(Comparator.comparingInt(Happening::second))
                .toList();
    }

    private void personsDay(Estate.Person person) {
        if (person.cards().isEmpty() || person.type().equals("GUARD")) {
            return;
        }
        String card = person.cards().get(0);
        int out = around(7 * HOUR + 50 * MINUTE, 70 * MINUTE);
        int in = around(18 * HOUR + 20 * MINUTE, 110 * MINUTE);
        if (person.home() == null) {
            trip(out, card, "IN", "");
            trip(in, card, "OUT", "");
            return;
        }
        String tower = person.home().substring(0, 1);
        leave(out, card, tower);
        comeHome(in, card, tower);
        if (random.nextInt(3) == 0) {
            int noon = around(12 * HOUR, 90 * MINUTE);
            leave(noon, card, tower);
            comeHome(noon + 20 * MINUTE + random.nextInt(40 * MINUTE), card, tower);
        }
    }

    private int around(int middle, int spread) {
        int sum = 0;
        for (int i = 0; i < 3; i++) {
            sum += random.nextInt(-spread, spread + 1);
        }
        return Math.floorMod(middle + sum / 3, 24 * HOUR);
    }

    private void leave(int at, String card, String tower) {
        trip(at, card, "OUT", tower);
        trip(at + 90 + random.nextInt(120), card, "OUT", "");
    }

    private void comeHome(int at, String card, String tower) {
        trip(at, card, "IN", "");
        trip(at + 100 + random.nextInt(150), card, "IN", tower);
    }

    /** Through any reader of the direction; now and then the card is held out twice. */
    private void trip(int at, String card, String direction, String tower) {
        List<Estate.Device> readers = estate.devices().stream()
                .filter(device -> direction.equals(device.direction()))
                .filter(device -> tower.equals(device.tower() == null ? "" : device.tower()))
                .toList();
        if (readers.isEmpty()) {
            return;
        }
        String reader = readers.get(random.nextInt(readers.size())).id();
        script.add(new Badge(at, reader, card));
        if (random.nextInt(40) == 0) {
            script.add(new Badge(at + 1, reader, card));
        }
    }

    private void couriers() {
        for (int i = 0; i < COURIERS; i++) {
            trip(9 * HOUR + random.nextInt(11 * HOUR), "6" + (10_000_000 + random.nextInt(89_999_999)), "IN", "");
        }
    }

    private void rounds() {
        List<Estate.Person> guards = estate.people().stream()
                .filter(person -> person.type().equals("GUARD"))
                .toList();
        if (guards.isEmpty()) {
            return;
        }
        for (int hour = 0; hour < 24; hour += ROUND_EVERY_HOURS) {
            String guard = guards.get(random.nextInt(guards.size())).id();
            int at = hour * HOUR + random.nextInt(10 * MINUTE);
            for (Estate.Checkpoint checkpoint : estate.checkpoints()) {
                at += 2 * MINUTE + random.nextInt(3 * MINUTE);
                script.add(new Scan(at, checkpoint.id(), checkpoint.tag(), guard));
            }
        }
    }

    /** Every morning has a door that somebody wedged open, a lane that two go through as one, a camera without a picture. */
    private void earlyMishaps() {
        firstOf("TURNSTILE").ifPresent(id -> script.add(new Tailgates(7 * HOUR + 4 * MINUTE, id)));
        firstOf("DOOR_SENSOR").ifPresent(id -> script.add(new Held(7 * HOUR + 3 * MINUTE, id, HOUR)));
        firstOf("CAMERA").ifPresent(id -> script.add(new CameraFails(7 * HOUR + 6 * MINUTE, id, FAULTS.get(0), HOUR)));
        firstOf("CHECKPOINT").ifPresent(id -> script.add(new BatteryFlat(7 * HOUR + 9 * MINUTE, id)));
    }

    private Optional<String> firstOf(String kind) {
        return estate.devices().stream()
                .filter(device -> device.kind().equals(kind))
                .map(Estate.Device::id)
                .findFirst();
    }

    private void mishaps() {
        earlyMishaps();
        for (Estate.Device device : estate.devices()) {
            int at = 6 * HOUR + random.nextInt(17 * HOUR);
            switch (device.kind()) {
                case "DOOR_SENSOR" -> {
                    if (random.nextInt(2) == 0) {
                        script.add(new Held(at, device.id(), 40 + random.nextInt(80)));
                    }
                    if (random.nextInt(6) == 0) {
                        script.add(new Forced(at + HOUR, device.id()));
                    }
                }
                case "CAMERA" -> {
                    if (random.nextInt(2) == 0) {
                        String fault = FAULTS.get(random.nextInt(FAULTS.size()));
                        script.add(new CameraFails(at, device.id(), fault, 120 + random.nextInt(600)));
                    }
                }
                case "CHECKPOINT" -> {
                    if (random.nextInt(8) == 0) {
                        script.add(new BatteryFlat(at, device.id()));
                    }
                }
                case "TURNSTILE" -> {
                    if (random.nextInt(3) == 0) {
                        script.add(new Tailgates(at, device.id()));
                    }
                }
                default -> {
                    // readers behave
                }
            }
        }
    }
}
