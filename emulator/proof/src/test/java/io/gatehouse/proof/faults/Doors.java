package io.gatehouse.proof.faults;

import io.gatehouse.emulator.ledger.Ledger;
import io.gatehouse.emulator.verify.FleetRow;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.device.Topic.Channel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Locks that moved, against the decisions that the fleet holds (I6).
 *
 * @param unlocks reads for which a lock moved
 * @param unauthorised of those, without a decision that grants
 * @param strangers cards that nobody was given, and that were shown
 * @param refused of those, as the fleet holds it
 */
record Doors(long unlocks, long unauthorised, long strangers, long refused) {

    private record Read(String device, String bootId, long seq) {}

    static Doors of(List<Ledger.Line> ledger, List<FleetRow> rows, long strangers) {
        Set<String> devices = new HashSet<>();
        Set<Read> moved = new HashSet<>();
        for (Ledger.Line line : ledger) {
            devices.add(line.device());
            if (line.channel().equals(Channel.CMD.level())) {
                moved.add(new Read(line.device(), line.bootId(), line.seq()));
            }
        }
        Map<Read, String> decided = new HashMap<>();
        long refused = 0;
        for (FleetRow row : rows) {
            String device = row.device();
            String boot = row.bootId();
            Long seq = row.deviceSeq();
            if (device == null
                    || boot == null
                    || seq == null
                    || !devices.contains(device)
                    || row.outcome().isEmpty()) {
                continue;
            }
            decided.put(new Read(device, boot, seq), row.outcome());
            refused += row.outcome().equals(Outcome.DENIED.name()) ? 1 : 0;
        }
        long unauthorised =
                moved.stream().filter(read -> !opens(decided.get(read))).count();
        return new Doors(moved.size(), unauthorised, strangers, refused);
    }

    private static boolean opens(@Nullable String outcome) {
        return outcome != null && Outcome.valueOf(outcome).opens();
    }

    /** No lock moved without a grant, and no stranger was let in. */
    boolean hold() {
        return unauthorised == 0 && refused >= strangers;
    }
}
