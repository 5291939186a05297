package io.gatehouse.proof.sim;

import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.uplink.GatewayHello;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.util.List;

/** The fleet's node: takes what comes, writes it when the database lets it, and answers with what is held. */
final class SimFleet {

    private final SimGateway.Around around;
    private final FleetLine line;
    private final Tables tables;
    private boolean up = true;
    private int life;

    /** Whether the database answers. */
    boolean databaseUp = true;

    /** How long a transaction takes at most. */
    long commitMillis = 30;

    SimFleet(SimGateway.Around around, FleetLine line, Tables tables) {
        this.around = around;
        this.line = line;
        this.tables = tables;
        line.leadDownFrom(this);
    }

    boolean isUp() {
        return up;
    }

    Tables tables() {
        return tables;
    }

    /** The node ends with all that it had in hand, and another one begins after a while. */
    void restart(long downMillis) {
        if (!up) {
            return;
        }
        around.trace().tell("fleet ends");
        up = false;
        life++;
        line.drop();
        around.time().in(downMillis, this::start);
    }

    void start() {
        if (!up) {
            up = true;
            around.trace().tell("fleet starts");
        }
    }

    private void work(Runnable transaction) {
        int mine = life;
        around.time().in(around.dice().between(1, commitMillis), () -> {
            if (up && mine == life) {
                transaction.run();
            }
        });
    }

    void hello(List<GatewayHello.Log> logs) {
        if (up) {
            work(() -> logs.forEach(log -> {
                if (databaseUp) {
                    answer(log.log());
                } else {
                    refuse(log.log());
                }
            }));
        }
    }

    private void answer(LogId log) {
        line.answer(new UplinkAck(log, tables.held(log), around.world().credit(), null, 0));
    }

    private void refuse(LogId log) {
        line.answer(new UplinkAck(log, IntervalSet.EMPTY, 0, "DATABASE_DOWN", 3_000));
    }

    void take(UplinkBatch batch) {
        if (!up) {
            return;
        }
        if (around.luck().happens(0.002)) {
            line.answer(new UplinkAck(batch.log(), IntervalSet.EMPTY, 0, "BUSY", 1_000));
            return;
        }
        if (around.mutant() == Mutant.ANSWER_BEFORE_COMMIT) {
            IntervalSet soon = tables.held(batch.log()).plus(batch.first(), batch.last());
            line.answer(new UplinkAck(batch.log(), soon, around.world().credit(), null, 0));
        }
        work(() -> commit(batch));
    }

    private void commit(UplinkBatch batch) {
        if (!databaseUp || around.luck().happens(0.005)) {
            // rolled back
            refuse(batch.log());
            return;
        }
        tables.write(batch);
        if (around.luck().breaks()) {
            // committed, and nobody will hear of it
            restart(around.dice().spread(World.SECOND, 5 * World.MINUTE));
        } else if (around.luck().happens(0.005)) {
            // committed, but the connection to the database broke before it could say so
            refuse(batch.log());
        } else {
            answer(batch.log());
        }
    }
}
