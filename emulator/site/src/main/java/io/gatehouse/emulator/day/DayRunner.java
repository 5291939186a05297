package io.gatehouse.emulator.day;

import io.gatehouse.emulator.EmulatedSite;
import io.gatehouse.emulator.device.EmulatedDevice;
import io.gatehouse.emulator.device.EmulatedDevice.Reading;
import io.gatehouse.emulator.estate.Estate;
import io.gatehouse.protocol.DeviceId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Plays day after day on a site, faster than life if wanted. Events carry the real time: the day is a script, not a clock.
 * Quiet stretches are shortened, so that there is always something to see.
 */
public final class DayRunner {

    private static final int OPENING_SECOND = 7 * 3_600;
    private static final long LONGEST_QUIET_MILLIS = 2_500;
    private static final long TELEMETRY_EVERY_MILLIS = 8_000;
    private static final int DAY_SECONDS = 24 * 3_600;
    private static final int FLAT_FOR_SECONDS = 2 * 3_600;
    private static final int FLAT_PERCENT = 9;

    private final EmulatedSite site;
    private final Estate estate;
    private final ScheduledExecutorService scheduler;
    private final long seed;
    private final double speed;
    private final SplittableRandom random;
    private final Set<DeviceId> flat = new HashSet<>();
    private List<Happening> script;
    private int next;
    private long day;

    public DayRunner(EmulatedSite site, Estate estate, long seed, double speed) {
        this.site = site;
        this.estate = estate;
        this.scheduler = site.scheduler();
        this.seed = seed;
        this.speed = speed;
        this.random = new SplittableRandom(seed);
        this.script = DayScript.write(estate, seed);
    }

    /** Begins in the morning of the first day; goes on until the site is closed. */
    public void start() {
        while (next < script.size() && script.get(next).second() < OPENING_SECOND) {
            next++;
        }
        later(1_000, this::step);
        for (EmulatedDevice device : site.devices()) {
            later(random.nextLong(TELEMETRY_EVERY_MILLIS), () -> measure(device, 60 + random.nextInt(40)));
        }
    }

    private void later(long millis, Runnable work) {
        if (!scheduler.isShutdown()) {
            scheduler.schedule(work, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void step() {
        Happening now = script.get(next);
        play(now);
        next++;
        int gap;
        if (next == script.size()) {
            day++;
            script = DayScript.write(estate, seed + day);
            next = 0;
            gap = DAY_SECONDS - now.second();
        } else {
            gap = script.get(next).second() - now.second();
        }
        later(Math.min(LONGEST_QUIET_MILLIS, (long) (gap * 1_000 / speed)), this::step);
    }

    private void play(Happening happening) {
        if (happening instanceof Happening.Badge badge) {
            site.device(badge.reader()).ifPresent(reader -> reader.badge(badge.card()));
        } else if (happening instanceof Happening.Scan scan) {
            site.device(scan.checkpoint())
                    .ifPresent(point -> point.event(
                            "CheckpointScanned",
                            EmulatedDevice.object().put("tag", scan.tag()).put("officer", scan.officer())));
        } else if (happening instanceof Happening.Held held) {
            site.device(held.sensor()).ifPresent(sensor -> hold(sensor, held.forSeconds()));
        } else if (happening instanceof Happening.Forced forced) {
            site.device(forced.sensor()).ifPresent(this::force);
        } else if (happening instanceof Happening.CameraFails fails) {
            site.device(fails.camera()).ifPresent(camera -> {
                camera.event("CameraFault", EmulatedDevice.object().put("fault", fails.fault()));
                later(scaled(fails.forSeconds()), () -> camera.event("CameraRestored", EmulatedDevice.object()));
            });
        } else if (happening instanceof Happening.Tailgates tailgates) {
            // a body that nobody was granted; whose it is only the lane saw
            site.device(tailgates.lane()).ifPresent(lane -> lane.event("PassageTaken", EmulatedDevice.object()));
        } else if (happening instanceof Happening.BatteryFlat worn) {
            site.device(worn.device()).ifPresent(this::drain);
        }
    }

    private void drain(EmulatedDevice device) {
        flat.add(device.id());
        device.event("BatteryLow", EmulatedDevice.object().put("level", FLAT_PERCENT));
        later(scaled(FLAT_FOR_SECONDS), () -> flat.remove(device.id()));
    }

    /** Long enough to be seen, however fast the day is. */
    private long scaled(int seconds) {
        return Math.max(20_000, (long) (seconds * 1_000 / speed));
    }

    private void hold(EmulatedDevice sensor, int seconds) {
        sensor.door(true);
        later(5_000, () -> sensor.event("DoorHeld", EmulatedDevice.object().put("openSeconds", 20)));
        later(5_000 + scaled(seconds), () -> sensor.door(false));
    }

    private void force(EmulatedDevice sensor) {
        sensor.event("DoorForced", EmulatedDevice.object());
        later(25_000, () -> sensor.door(false));
    }

    /** What feeds devices of the kind. */
    private double supply(EmulatedDevice device) {
        String kind = estate.devices().stream()
                .filter(one -> one.id().equals(device.id().value()))
                .map(Estate.Device::kind)
                .findFirst()
                .orElse("");
        return switch (kind) {
            case "CAMERA" -> 48;
            case "TURNSTILE" -> 24;
            default -> 12;
        };
    }

    private void measure(EmulatedDevice device, int battery) {
        int left = battery <= 15 ? 100 : battery - (random.nextInt(12) == 0 ? 1 : 0);
        device.telemetry(
                new Reading("battery", "%EL", flat.contains(device.id()) ? FLAT_PERCENT : left),
                new Reading("rssi", "dBm", -50 - random.nextInt(25)),
                new Reading("voltage", "V", supply(device) + random.nextInt(4) / 10.0),
                new Reading("temperature", "Cel", Math.round(10 * (18 + 6 * random.nextDouble())) / 10.0));
        later(TELEMETRY_EVERY_MILLIS, () -> measure(device, left));
    }
}
