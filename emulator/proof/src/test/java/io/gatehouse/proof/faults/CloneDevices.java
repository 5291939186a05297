package io.gatehouse.proof.faults;

import io.gatehouse.emulator.EmulatedSite;
import io.gatehouse.emulator.device.EmulatedDevice;
import io.gatehouse.emulator.ledger.Ledger;
import io.gatehouse.emulator.verify.FleetCheck;
import io.gatehouse.emulator.verify.Verdict;
import io.gatehouse.proof.road.ForkedGateway;
import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The readers that talk to a cloned gateway; what it acknowledges to them is its own to answer for. */
final class CloneDevices implements AutoCloseable {

    private static final int FIRST = 2;
    private static final int COUNT = 2;
    private static final double PER_SECOND = 30;

    private final EmulatedSite site;
    private final Ledger ledger = Ledger.inMemory();
    private final Load load;

    CloneDevices(FaultSite of, ForkedGateway clone) throws IOException {
        site = EmulatedSite.at(clone.at(), ledger, Clock.systemUTC(), 2);
        List<EmulatedDevice> all = new ArrayList<>();
        for (int i = FIRST; i < FIRST + COUNT; i++) {
            String reader = FaultSite.reader(i);
            all.add(site.add(reader, "mqtt5", WireFormat.JSON, of.secretOf(reader)));
        }
        load = new Load(site, all, PER_SECOND);
    }

    void start() {
        site.start(false);
        load.start();
    }

    /** They say nothing more; waits until the fleet has what they said. */
    CloneRow.Clones end(FaultSite of, Duration patience) throws InterruptedException {
        load.awaitAnswered(patience);
        Verdict verdict = FleetCheck.run(of.fleet().rest(), of.id(), ledger.kept(), patience);
        return new CloneRow.Clones(verdict.acknowledged(), verdict.lost(), verdict.twice());
    }

    static boolean isOfClone(String device) {
        return device.equals(FaultSite.reader(FIRST)) || device.equals(FaultSite.reader(FIRST + 1));
    }

    @Override
    public void close() {
        load.stop();
        site.close();
    }
}
