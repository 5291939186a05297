package io.gatehouse.emulator.day;

import io.gatehouse.emulator.EmulatedSite;
import io.gatehouse.emulator.device.EmulatedDevice;
import io.gatehouse.emulator.estate.Estate;
import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Guards who walk by the clock on the wall, whatever the day's script plays: at each quarter of an hour one of them begins,
 * and is at every checkpoint within some minutes; now and then one is forgotten.
 */
public final class PatrolWalk {

    /** How often a round begins, in minutes; what a plan for it must know. */
    public static final int EVERY_MINUTES = 15;
    /** Within this a round is walked, in minutes. */
    public static final int TAKES_MINUTES = 10;

    private static final long PERIOD_MILLIS = EVERY_MINUTES * 60_000L;
    private static final int FORGOTTEN_ONE_IN = 25;

    private final EmulatedSite site;
    private final Clock clock;
    private final ScheduledExecutorService scheduler;
    private final List<Estate.Checkpoint> checkpoints;
    private final List<Estate.Person> guards;
    private final SplittableRandom random;

    public PatrolWalk(EmulatedSite site, Estate estate, Clock clock, long seed) {
        this.site = site;
        this.clock = clock;
        this.scheduler = site.scheduler();
        this.checkpoints = estate.checkpoints();
        this.guards = estate.people().stream()
                .filter(person -> person.type().equals("GUARD"))
                .toList();
        this.random = new SplittableRandom(seed);
    }

    /** Goes on until the site is closed. */
    public void start() {
        if (!guards.isEmpty() && !checkpoints.isEmpty()) {
            later(PERIOD_MILLIS - Math.floorMod(clock.millis(), PERIOD_MILLIS), this::begin);
        }
    }

    private void begin() {
        String guard = guards.get(random.nextInt(guards.size())).id();
        long stepMillis = (TAKES_MINUTES - 1) * 60_000L / checkpoints.size();
        for (int i = 0; i < checkpoints.size(); i++) {
            Estate.Checkpoint checkpoint = checkpoints.get(i);
            if (random.nextInt(FORGOTTEN_ONE_IN) > 0) {
                later(i * stepMillis + random.nextLong(stepMillis), () -> scan(checkpoint, guard));
            }
        }
        start();
    }

    private void later(long millis, Runnable work) {
        if (!scheduler.isShutdown()) {
            scheduler.schedule(work, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void scan(Estate.Checkpoint checkpoint, String guard) {
        site.device(checkpoint.id())
                .ifPresent(device -> device.event(
                        "CheckpointScanned",
                        EmulatedDevice.object().put("tag", checkpoint.tag()).put("officer", guard)));
    }
}
