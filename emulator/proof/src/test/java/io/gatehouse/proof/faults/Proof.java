package io.gatehouse.proof.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.emulator.fleet.FleetClient;
import io.gatehouse.protocol.audit.AuditVerdict;
import io.gatehouse.protocol.audit.AuditVerdict.Sound;
import io.gatehouse.protocol.audit.ExportVerifier;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What an auditor finds in the fleet's export of a site's evidence, as {@code gatehouse audit verify} does (I7).
 *
 * @param records that are proven, in all logs
 * @param faults where it does not hold
 */
record Proof(long records, List<String> faults) {

    /** Long enough for a checkpoint to be signed and to travel. */
    private static final Duration SIGNED = Duration.ofSeconds(20);

    /** Waits a while for so many records to be signed; the last few of a busy site may not be yet. */
    static Proof of(FleetClient fleet, String site, long records) {
        try {
            return Awaitility.await()
                    .atMost(SIGNED)
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> look(fleet, site), proof -> proof.isOf(records));
        } catch (ConditionTimeoutException e) {
            // what there is by now is judged
            return look(fleet, site);
        }
    }

    private boolean isOf(long most) {
        return !faults.isEmpty() || records >= most;
    }

    private static Proof look(FleetClient fleet, String site) {
        ExportVerifier verifier = new ExportVerifier(null);
        try (Stream<JsonNode> lines = fleet.lines("/audit/export?site=" + site)) {
            lines.forEach(line -> verifier.line(line.toString()));
        }
        List<ExportVerifier.Result> logs = verifier.finish();
        return new Proof(
                logs.stream()
                        .mapToLong(log -> log.verdict().fold(Sound::records, faulty -> 0L))
                        .sum(),
                logs.stream()
                        .filter(log -> log.verdict() instanceof AuditVerdict.Faulty)
                        .map(log -> log.log() + " " + log.verdict())
                        .toList());
    }

    boolean holds() {
        return faults.isEmpty() && records > 0;
    }
}
