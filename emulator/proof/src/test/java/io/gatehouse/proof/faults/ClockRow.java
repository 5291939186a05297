package io.gatehouse.proof.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.emulator.verify.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/**
 * F8: the gateway's wall clock jumps while it works, and is wrong when it starts. Permits that a jump must not prolong do
 * not exist yet; what is judged is that nothing is lost, that the doubt is written down, and that no timer goes wild.
 */
final class ClockRow {

    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private ClockRow() {}

    static Finding jumps(FaultStand stand, boolean whole) throws Exception {
        Path library = library();
        Path clock = Files.writeString(stand.folder("f8").resolve("clock"), "+0\n");
        Duration part = Duration.ofSeconds(whole ? 15 : 2);
        try (FaultSite site = FaultSite.at(stand, "f8", 4, Map.of())) {
            site.gateway()
                    .withEnvironment(Map.of(
                            "LD_PRELOAD", library.toString(),
                            "FAKETIME_TIMESTAMP_FILE", clock.toString(),
                            "FAKETIME_CACHE_DURATION", "1",
                            "DONT_FAKE_MONOTONIC", "1",
                            "FAKETIME_DONT_FAKE_MONOTONIC", "1"));
            site.start();
            Load load = site.load(4, 20, "mqtt5", "coap").start();
            double calm = processorShare(site, load, part);
            double worst = 0;
            for (String jump : new String[] {"+5d", "-1h", "+1", "-3650d", "+0"}) {
                set(clock, jump);
                worst = Math.max(worst, processorShare(site, load, part));
            }
            set(clock, "-9000d");
            site.gateway().kill();
            site.start();
            boolean answered = load.during(part).awaitAnswered(Duration.ofSeconds(60));
            Verdict verdict = site.verdict(Duration.ofSeconds(60));
            Map<String, Integer> qualities = qualities(site);
            return new Finding.Notes()
                    .say("5 jumps and a start in the past: %d events", verdict.acknowledged())
                    .judge(verdict)
                    .must(answered, "all events answered")
                    .say("time quality %s", qualities)
                    .must(qualities.keySet().stream().anyMatch(quality -> !quality.equals("SYNCED")), "doubt is noted")
                    .say("processor %.0f %% (calm %.0f %%)", worst * 100, calm * 100)
                    .must(worst <= Math.max(0.8, calm * 2), "no timer goes wild")
                    .done();
        }
    }

    private static Path library() {
        for (String folder : new String[] {"/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib"}) {
            if (Files.exists(Path.of(folder, LIBRARY))) {
                return Path.of(folder, LIBRARY);
            }
        }
        Assumptions.abort("libfaketime is not installed (package faketime)");
        throw new IllegalStateException();
    }

    private static void set(Path clock, String offset) throws IOException {
        Path next = Files.writeString(clock.resolveSibling("clock.next"), offset + "\n");
        Files.move(next, clock, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** How much of one core the gateway takes. */
    private static double processorShare(FaultSite site, Load load, Duration time) {
        Duration before = processor(site);
        load.during(time);
        return processor(site).minus(before).toMillis() / (double) time.toMillis();
    }

    private static Duration processor(FaultSite site) {
        return site.gateway().handle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static Map<String, Integer> qualities(FaultSite site) {
        Map<String, Integer> count = new TreeMap<>();
        for (JsonNode event : site.events(500).path("items")) {
            count.merge(event.path("timeQuality").asText(), 1, Integer::sum);
        }
        return count;
    }
}
