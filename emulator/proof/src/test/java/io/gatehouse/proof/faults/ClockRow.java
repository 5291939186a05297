package io.gatehouse.proof.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.access.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/**
 * F8: the gateway's wall clock jumps while it works, and is wrong when it starts. Nothing is lost, the doubt is written
 * down, no timer goes wild, and a guest whose time is over stays outside when the clock goes back to before its end.
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
                            "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                            // the library's own correction of waits makes each of them end at once
                            "FAKETIME_FORCE_MONOTONIC_FIX", "0"));
            site.start();
            Load load = site.load(4, 20, "mqtt5", "coap").start();
            double calm = processorShare(site, load, part);
            double worst = 0;
            for (String jump : new String[] {"-1h", "+5d", "-1h", "+1", "-3650d", "+0"}) {
                set(clock, jump);
                worst = Math.max(worst, processorShare(site, load, part));
                load.site().devices().forEach(reader -> reader.badge(FaultSite.GUESTS_CARD));
            }
            set(clock, "-9000d");
            site.gateway().kill();
            site.start();
            boolean answered = load.during(part).awaitAnswered(Duration.ofSeconds(60));
            Judgement judgement = site.judgement(Duration.ofSeconds(60));
            Map<String, Integer> qualities = qualities(site);
            Map<String, Integer> guests = count(site.guestsEvents(), "outcome");
            return new Finding.Notes()
                    .say("6 jumps and a start in the past: %d events", judgement.events())
                    .judge(judgement)
                    .must(answered, "all events answered")
                    .say("time quality %s", qualities)
                    .must(qualities.keySet().stream().anyMatch(quality -> !quality.equals("SYNCED")), "doubt is noted")
                    .say("a guest whose time is over %s", guests)
                    .must(guests.keySet().equals(Set.of(Outcome.DENIED.name())), "no jump prolongs a permit")
                    .say("processor %.0f %% (calm %.0f %%)", worst * 100, calm * 100)
                    .must(worst <= Math.max(0.5, calm * 2), "no timer goes wild")
                    .done();
        }
    }

    static Path library() {
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
        Duration before = site.processorTime();
        load.during(time);
        return site.processorTime().minus(before).toMillis() / (double) time.toMillis();
    }

    private static Map<String, Integer> qualities(FaultSite site) {
        return count(site.events(500), "timeQuality");
    }

    private static Map<String, Integer> count(JsonNode events, String field) {
        Map<String, Integer> count = new TreeMap<>();
        for (JsonNode event : events.path("items")) {
            count.merge(event.path(field).asText(), 1, Integer::sum);
        }
        return count;
    }
}
