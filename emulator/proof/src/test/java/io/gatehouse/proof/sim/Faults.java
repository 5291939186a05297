package io.gatehouse.proof.sim;

import java.util.List;

/**
 * What goes wrong from outside: each seed has its own choice of kinds, and each kind its own pace. When the run is to
 * settle, all of it is mended and nothing new begins.
 */
final class Faults {

    private final SimGateway.Around around;
    private final Timeline time;
    private final Dice dice;
    private final SimGateway gateway;
    private final SimFleet fleet;
    private final FleetLine line;
    private final List<SimDevice> devices;

    Faults(SimGateway gateway, SimFleet fleet, List<SimDevice> devices) {
        this.around = gateway.around();
        this.time = around.time();
        this.dice = around.dice().split();
        this.gateway = gateway;
        this.fleet = fleet;
        this.line = gateway.line();
        this.devices = devices;
    }

    /** Chooses and begins. */
    void begin() {
        often(6 * World.HOUR, this::cutLine);
        often(8 * World.HOUR, this::halfOpenLine);
        often(8 * World.HOUR, () -> gateway.end(SimDisk.End.PROCESS, down()));
        often(8 * World.HOUR, () -> gateway.end(SimDisk.End.POWER, down()));
        often(8 * World.HOUR, () -> fleet.restart(down()));
        often(8 * World.HOUR, this::loseDatabase);
        often(8 * World.HOUR, this::slowDatabase);
        often(8 * World.HOUR, this::slowDisk);
        often(8 * World.HOUR, this::failingDisk);
        often(12 * World.HOUR, this::fullDisk);
        often(8 * World.HOUR, () -> gateway.wallOffset += jump("gateway"));
        often(8 * World.HOUR, () -> fleet.tables().wallOffset += jump("fleet"));
        if (dice.chance(0.7)) {
            again(3 * World.HOUR, () -> devices.get(dice.below(devices.size())).startAnew(dice.coin()));
        }
    }

    private void often(long usually, Runnable fault) {
        if (dice.chance(0.6)) {
            again(dice.spread(usually / 3, usually * 3), fault);
        }
    }

    private void again(long mean, Runnable fault) {
        time.in(dice.pause(mean), () -> {
            if (!around.luck().isCalm()) {
                fault.run();
                again(mean, fault);
            }
        });
    }

    private long down() {
        return dice.spread(World.SECOND, 2 * World.HOUR);
    }

    private void lasting(String what, long millis, Runnable end) {
        around.trace().tell(what + " for " + millis / World.SECOND + " s");
        time.in(millis, end);
    }

    private void cutLine() {
        line.cut(true);
        long millis = dice.chance(0.08) ? 72 * World.HOUR : dice.spread(10 * World.SECOND, 12 * World.HOUR);
        lasting("line cut", millis, () -> line.cut(false));
    }

    private void halfOpenLine() {
        boolean upwards = dice.coin();
        line.lossUp = upwards ? 1 : 0;
        line.lossDown = upwards ? 0 : 1;
        lasting("line half open", dice.spread(World.MINUTE, World.HOUR), this::wholeLine);
    }

    private void wholeLine() {
        line.lossUp = 0;
        line.lossDown = 0;
        line.drop();
    }

    private void loseDatabase() {
        fleet.databaseUp = false;
        lasting("database down", dice.spread(World.MINUTE, 6 * World.HOUR), () -> fleet.databaseUp = true);
    }

    private void slowDatabase() {
        fleet.commitMillis = 5 * World.SECOND;
        lasting("database slow", dice.spread(World.MINUTE, 3 * World.HOUR), () -> fleet.commitMillis = 30);
    }

    private void slowDisk() {
        gateway.syncMillis = dice.spread(200, 30 * World.SECOND);
        lasting("sync slow", dice.spread(World.MINUTE, 6 * World.HOUR), () -> gateway.syncMillis = 8);
    }

    private void failingDisk() {
        gateway.disk().syncErrors = dice.coin() ? 0.1 : 0.7;
        lasting("sync fails", dice.spread(World.MINUTE, 2 * World.HOUR), () -> gateway.disk().syncErrors = 0);
    }

    private void fullDisk() {
        gateway.disk().full = true;
        lasting("disk full", dice.spread(World.MINUTE, 3 * World.HOUR), () -> gateway.disk().full = false);
    }

    private long jump(String whose) {
        long by = dice.between(-5 * World.DAY, 5 * World.DAY);
        around.trace().tell("clock of the " + whose + " jumps by " + by / World.MINUTE + " min");
        return by;
    }

    /** All is well from now on. */
    void mend() {
        around.luck().turn();
        around.trace().tell("all is well from now on");
        line.lossUp = 0;
        line.lossDown = 0;
        line.cut(false);
        line.drop();
        fleet.databaseUp = true;
        fleet.commitMillis = 30;
        gateway.syncMillis = 8;
        gateway.disk().syncErrors = 0;
        gateway.disk().full = false;
        gateway.start();
        fleet.start();
    }
}
