package io.gatehouse.emulator.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.emulator.fleet.FleetClient;
import io.gatehouse.emulator.ledger.Ledger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Asks the fleet until it holds everything that was acknowledged, or the patience ends. Blocks. */
public final class FleetCheck {

    private static final long ASK_AGAIN_MILLIS = 1_000;
    private static final long LATE_AFTER_MILLIS = 5_000;

    private FleetCheck() {}

    public static Verdict run(FleetClient fleet, String site, List<Ledger.Line> ledger, Duration patience)
            throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Verdict verdict = Verification.of(ledger, rows(fleet, site), LATE_AFTER_MILLIS);
            if (verdict.lost() == 0 || System.nanoTime() >= end) {
                return verdict;
            }
            TimeUnit.MILLISECONDS.sleep(ASK_AGAIN_MILLIS);
        }
    }

    private static List<FleetRow> rows(FleetClient fleet, String site) {
        try (Stream<JsonNode> lines = fleet.lines("/events/export?site=" + site)) {
            return lines.map(FleetRow::of).toList();
        }
    }
}
