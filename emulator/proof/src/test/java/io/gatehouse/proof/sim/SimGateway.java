package io.gatehouse.proof.sim;

import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.uplink.UplinkAck;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A gateway over its lives: what is on its disk outlives it, all else is made anew at each start. */
final class SimGateway {

    /** What a gateway needs of its surroundings. */
    record Around(World world, Timeline time, Dice dice, Luck luck, Witness witness, Mutant mutant, Trace trace) {}

    private final Around around;
    private final DeviceLinks links;
    private final FleetLine line;
    private final SimDisk disk;
    private final SimMarks marks;
    private @Nullable GatewayLife life;
    private boolean stopped;

    /** How far the wall clock is off. */
    long wallOffset;

    /** How long a sync takes at most. */
    long syncMillis = 8;

    SimGateway(Around around, DeviceLinks links, FleetLine line) {
        this.around = around;
        this.links = links;
        this.line = line;
        this.disk = new SimDisk(around.dice().split(), around.mutant() == Mutant.FORGETFUL_DISK);
        this.marks = new SimMarks(around.dice().split());
        links.leadTo(this);
        line.leadUpFrom(this);
    }

    Around around() {
        return around;
    }

    DeviceLinks links() {
        return links;
    }

    FleetLine line() {
        return line;
    }

    SimDisk disk() {
        return disk;
    }

    SimMarks marks() {
        return marks;
    }

    void start() {
        if (stopped || life != null) {
            return;
        }
        try {
            life = GatewayLife.begin(this);
        } catch (IOException e) {
            // as a supervisor does
            around.time().in(around.dice().between(World.SECOND, 30 * World.SECOND), this::start);
            return;
        }
        around.trace().tell("gateway starts");
        life.run();
        line.gatewayIsUp();
    }

    /** The process ends now, and another one begins after a while. */
    void end(SimDisk.End end, long downMillis) {
        if (life == null) {
            return;
        }
        around.trace().tell("gateway ends by " + end);
        life.end();
        life = null;
        line.gatewayIsDown();
        disk.end(end);
        marks.crash();
        around.time().in(around.luck().isCalm() ? World.SECOND : downMillis, this::start);
    }

    /** Something broke in a window that matters. */
    void breakNow() {
        SimDisk.End end = around.dice().coin() ? SimDisk.End.POWER : SimDisk.End.PROCESS;
        around.time().in(around.dice().below(20), () -> end(end, around.dice().spread(World.SECOND, World.HOUR)));
    }

    /** For good; what the disk holds stays for whoever looks. */
    void stop() {
        stopped = true;
        end(SimDisk.End.POWER, 0);
    }

    void take(SimDevice device, Message message) {
        if (life != null) {
            life.take(device, message);
        }
    }

    void connected() {
        if (life != null) {
            life.connected();
        }
    }

    void disconnected() {
        if (life != null) {
            life.disconnected();
        }
    }

    void heard(UplinkAck ack) {
        if (life != null) {
            life.heard(ack);
        }
    }

    boolean isUp() {
        return life != null;
    }

    @Nullable
    GatewayLife life() {
        return life;
    }

    long backlog() {
        return life == null ? -1 : life.backlog(Lane.EVIDENCE) + life.backlog(Lane.TELEMETRY);
    }
}
