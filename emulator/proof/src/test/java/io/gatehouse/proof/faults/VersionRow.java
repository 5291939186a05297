package io.gatehouse.proof.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.emulator.device.EmulatedDevice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * F15: a backlog in the journal's first format, written by the software as it was then (faults/first-format.md), reaches the
 * fleet; what the next version may leave behind is read by this one ({@link VersionsApart}); a data folder and a database that
 * are two ahead are refused and not touched; a field that nobody here knows travels to the fleet.
 */
final class VersionRow {

    static final int START_REFUSED = 78;
    private static final String OLD_BACKLOG = "/faults/first-format.zip";
    private static final int OLD_EVENTS = 5_000;
    private static final int READERS = 5;

    private VersionRow() {}

    static Finding versions(FaultStand stand, boolean whole) throws Exception {
        try (FaultSite site = FaultSite.at(stand, "f15", READERS, Map.of())) {
            Folders.unzip(OLD_BACKLOG, site.gateway().data().resolve("journal"));
            site.start();
            Load load = site.load(1, 10, "mqtt5");
            ObjectNode fields = EmulatedDevice.object().put("door", FaultSite.reader(0) + "-door");
            fields.putObject("fromTheFuture").put("depth", 2).putArray("list").add("a");
            load.site().devices().forEach(device -> device.event("DoorLubricated", fields));
            boolean answered = load.awaitAnswered(Duration.ofSeconds(30));
            site.gateway().stop();

            Path version = site.gateway().data().resolve("VERSION");
            String ours = Files.readString(version);
            Files.writeString(version, Integer.parseInt(ours.strip()) + 2 + "\n");
            long before = Folders.bytes(site.gateway().data());
            Process refused = site.gateway().launch();
            boolean ended = refused.waitFor(30, TimeUnit.SECONDS);
            int code = ended ? refused.exitValue() : -1;
            boolean untouched = Folders.bytes(site.gateway().data()) == before;
            Files.writeString(version, ours);
            site.start();

            Judgement judgement = site.judgement(Duration.ofSeconds(60));
            long missing = Backlog.missing(site, OLD_EVENTS);
            Finding.Notes notes = new Finding.Notes()
                    .say("a folder two versions ahead: exit code %d, %s", code, untouched ? "untouched" : "changed")
                    .must(code == START_REFUSED && untouched, "refused with 78 and untouched")
                    .judge(judgement)
                    .say("an unknown field %s", isThere(site) ? "survives" : "is lost")
                    .must(answered && isThere(site), "unknown fields survive")
                    .say("of %d events in the first format %d missing or twice", OLD_EVENTS, missing)
                    .must(missing == 0, "the older version's backlog is there once");
            VersionsApart.downgraded(stand, whole ? 100_000 : 3_000, notes);
            VersionsApart.refused(stand, notes);
            return notes.say("one release only: the next one is what the rules let it be")
                    .done();
        }
    }

    private static boolean isThere(FaultSite site) {
        JsonNode items = site.fleet()
                .rest()
                .get("/events?site=" + site.id() + "&type=DoorLubricated&limit=1")
                .path("items");
        return items.path(0).path("body").path("fromTheFuture").path("depth").asInt() == 2;
    }
}
