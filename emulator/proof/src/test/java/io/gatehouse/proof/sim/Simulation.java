package io.gatehouse.proof.sim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.gatehouse.gateway.journal.SegmentJournal;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * One run: devices, gateway, line and fleet for seven days.
 *
 * <pre>
 *   SimDevice x 20 ══ DeviceLinks ══ SimGateway ══ FleetLine ══ SimFleet ── Tables
 *                                      │  journal, seen, uplink: the real ones
 *                                      └─ SimDisk, SimMarks
 * </pre>
 */
final class Simulation {

    /** What a run is to show. */
    enum Aim {
        /** Whatever fails, to the end: nothing is lost, twice, out of order, or untold. */
        SAFETY,
        /** Everything fails, then nothing does: all of it must be at the fleet soon. */
        LIVENESS
    }

    /**
     * What came of a run.
     *
     * @param sum stands for all that happened and when
     */
    record Outcome(
            long seed,
            Aim aim,
            long steps,
            int acknowledged,
            int kept,
            long settledAfterMillis,
            long sum,
            List<String> wrongs) {

        boolean isFine() {
            return wrongs.isEmpty();
        }
    }

    private static final long DAYS = 7 * World.DAY;
    private static final long TO_SETTLE = 30 * World.MINUTE;
    private static final int LOOK_EVERY = (int) World.SECOND;

    static {
        // of faults that are meant, the journal tells thousands of lines
        ((Logger) LoggerFactory.getLogger("io.gatehouse.gateway.journal")).setLevel(Level.OFF);
    }

    private final long seed;
    private final Aim aim;
    private final Timeline time = new Timeline();
    private final Witness witness = new Witness();
    private final Trace trace;
    private final World world;
    private final List<SimDevice> devices = new ArrayList<>();
    private final SimGateway gateway;
    private final SimFleet fleet;
    private final Faults faults;
    private long settledAfter = -1;

    private Simulation(long seed, Aim aim, Mutant mutant, boolean loud) {
        this.seed = seed;
        this.aim = aim;
        this.trace = new Trace(time, loud);
        Dice dice = new Dice(seed * 2 + aim.ordinal());
        this.world = World.of(dice);
        Luck luck = new Luck(world, dice.split());
        DeviceLinks links = new DeviceLinks(world, time, dice.split(), luck);
        FleetLine line = new FleetLine(world, time, dice.split(), luck, trace);
        SimGateway.Around around = new SimGateway.Around(world, time, dice.split(), luck, witness, mutant, trace);
        this.gateway = new SimGateway(around, links, line);
        this.fleet = new SimFleet(around, line, new Tables(around));
        for (int i = 0; i < world.devices(); i++) {
            devices.add(new SimDevice(new DeviceId("d" + i), world, time, dice.split(), links));
        }
        this.faults = new Faults(gateway, fleet, devices);
    }

    static Outcome run(long seed, Aim aim, Mutant mutant) {
        return new Simulation(seed, aim, mutant, false).run();
    }

    /** As {@link #run}, telling what happens. */
    static Outcome tell(long seed, Aim aim, Mutant mutant) {
        return new Simulation(seed, aim, mutant, true).run();
    }

    private Outcome run() {
        trace.tell(world.toString());
        gateway.start();
        devices.forEach(SimDevice::live);
        faults.begin();
        goOnUntil(DAYS);
        if (aim == Aim.LIVENESS && witness.wrongs().isEmpty()) {
            settle();
        }
        if (witness.wrongs().isEmpty()) {
            check();
        }
        trace.tell("acknowledged " + witness.promises() + ", kept " + witness.kept());
        return new Outcome(
                seed,
                aim,
                time.steps(),
                witness.promises(),
                witness.kept(),
                settledAfter,
                trace.sum(),
                List.copyOf(witness.wrongs()));
    }

    private void goOnUntil(long end) {
        while (witness.wrongs().isEmpty() && time.step(end)) {
            // until it is over, or something is wrong
        }
    }

    private void settle() {
        faults.mend();
        devices.forEach(SimDevice::retire);
        while (!isSettled() && time.now() < DAYS + TO_SETTLE && witness.wrongs().isEmpty()) {
            goOnUntil(time.now() + LOOK_EVERY);
        }
        if (!isSettled()) {
            witness.wrong("not settled: "
                    + devices.stream().filter(device -> !device.isDone()).toList() + ", backlog " + gateway.backlog()
                    + ", missing at the fleet " + missing());
        }
        settledAfter = time.now() - DAYS;
    }

    private boolean isSettled() {
        return gateway.backlog() == 0
                && devices.stream().allMatch(SimDevice::isDone)
                && missing().isEmpty();
    }

    private List<IntervalSet> missing() {
        List<IntervalSet> missing = new ArrayList<>();
        GatewayLife life = gateway.life();
        for (Lane lane : Lane.values()) {
            long newest = life == null ? 0 : life.journal().newest(lane);
            if (life != null && newest > 0) {
                missing.add(fleet.tables().held(life.journal().log(lane)).missingIn(1, newest));
            }
        }
        missing.removeIf(IntervalSet::isEmpty);
        return missing;
    }

    private void check() {
        fleet.tables().close();
        Map<LogId, IntervalSet> gaps = fleet.tables().gaps();
        if (aim == Aim.LIVENESS) {
            witness.close(null, gaps);
            return;
        }
        gateway.stop();
        witness.close(whatIsLeft(), gaps);
    }

    private @Nullable SegmentJournal whatIsLeft() {
        gateway.disk().syncErrors = 0;
        gateway.disk().full = false;
        try {
            return SegmentJournal.openStepped(gateway.disk(), world.journal(), () -> new LogId("0".repeat(32)));
        } catch (IOException e) {
            witness.wrong("the journal cannot be opened: " + e);
            return null;
        }
    }
}
