package io.gatehouse.fleet.commission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.profile.Check;
import io.gatehouse.protocol.profile.DeviceProfile;

/** Counts how the checks of a profile stand. */
final class Tally {

    private Tally() {}

    /**
     * @param outcomes check to outcome, of those that somebody began
     * @return {@code total, passed, failed, skipped, open}, and {@code missing}: those that must pass and have not
     */
    static ObjectNode of(DeviceProfile profile, JsonNode outcomes) {
        int passed = 0;
        int failed = 0;
        int skipped = 0;
        ObjectNode tally = Json.object();
        for (Check check : profile.checks()) {
            String outcome = outcomes.path(check.key()).asText();
            passed += outcome.equals(Outcome.PASSED.name()) ? 1 : 0;
            failed += outcome.equals(Outcome.FAILED.name()) ? 1 : 0;
            skipped += outcome.equals(Outcome.SKIPPED.name()) ? 1 : 0;
        }
        int total = profile.checks().size();
        tally.put("total", total)
                .put("passed", passed)
                .put("failed", failed)
                .put("skipped", skipped)
                .put("open", total - passed - failed - skipped)
                .putArray("missing");
        profile.checks().stream()
                .filter(check -> check.mandatory()
                        && !outcomes.path(check.key()).asText().equals(Outcome.PASSED.name()))
                .forEach(check -> tally.withArray("missing").add(check.key()));
        return tally;
    }
}
