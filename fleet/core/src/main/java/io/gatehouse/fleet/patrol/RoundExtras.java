package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.patrol.Round;
import io.gatehouse.patrol.judge.RoundVerdict;
import io.gatehouse.patrol.phone.PhoneReport;
import io.gatehouse.patrol.phone.RoundSeen;
import io.gatehouse.protocol.SiteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** What a round's report has beside its stops: time between them, pictures, incidents, and the signatures with their hash. */
final class RoundExtras {

    /** What of the findings is somebody's word or call. */
    static final Set<String> INCIDENTS = Set.of("INCIDENT", "SOS", "MAN_DOWN", "CHECK_IN_MISSED");

    /** A phone may tell an incident so much later. */
    private static final long TOLD_LATE_MILLIS = 8 * 24 * 3_600_000L;

    private RoundExtras() {}

    static RoundContent content(Handle handle, SiteId site, ObjectNode round) {
        return RoundContent.of(round, Signatures.pictures(handle, site, pictures(round)));
    }

    /** The same round with all of it. */
    static ObjectNode of(Handle handle, Judging judging, RoundVerdict verdict, ObjectNode round) {
        SiteId site = judging.on().site();
        String hash = content(handle, site, round).hash();
        round.put("contentHash", hash);
        round.put("timeZone", judging.on().zone().getId());
        Set<String> hashes = Set.of(hash, RoundSeen.of(verdict).hash());
        ArrayNode signatures = Signatures.under(handle, site, verdict.round().id(), hashes);
        signatures.forEach(one -> named(judging, (ObjectNode) one));
        round.set("signatures", signatures);
        round.set("incidents", incidents(handle, judging, verdict.round()));
        between(round);
        stopsScans(round);
        return round;
    }

    /** Who signed on a phone is known as an officer. */
    private static void named(Judging judging, ObjectNode signature) {
        if (signature.path("role").asText().equals(PhoneReport.ROLE)) {
            judging.on()
                    .plan()
                    .officer(signature.path("by").asText())
                    .ifPresent(officer -> signature.put("by", officer.name()));
        }
    }

    /** Names of all pictures that scans of the round speak of. */
    private static List<String> pictures(ObjectNode round) {
        Set<String> names = new TreeSet<>();
        for (JsonNode scan : round.path("scans")) {
            scan.path("photos").forEach(name -> names.add(name.asText()));
            scan.path("results")
                    .forEach(result -> names.add(result.path("photo").asText("")));
        }
        names.remove("");
        return List.copyOf(names);
    }

    /** How long after the stop that was made before it, in the order in which they were made. */
    private static void between(ObjectNode round) {
        List<ObjectNode> made = new ArrayList<>();
        round.path("stops").forEach(stop -> {
            if (stop.has("at")) {
                made.add((ObjectNode) stop);
            }
        });
        made.sort(Comparator.comparing(stop -> stop.path("at").asText()));
        for (int i = 1; i < made.size(); i++) {
            long millis = millis(made.get(i)) - millis(made.get(i - 1));
            made.get(i).put("sinceLastSeconds", millis / 1_000);
        }
    }

    private static long millis(JsonNode stop) {
        return Instant.parse(stop.path("at").asText()).toEpochMilli();
    }

    /** With each stop the device that told it and its pictures. */
    private static void stopsScans(ObjectNode round) {
        for (JsonNode stop : round.path("stops")) {
            for (JsonNode scan : round.path("scans")) {
                if (stop.path("scan").asText("-").equals(scan.path("id").asText())) {
                    ObjectNode into = (ObjectNode) stop;
                    into.put("way", scan.path("way").asText());
                    if (scan.has("collector")) {
                        into.put("device", scan.path("collector").asText());
                    }
                    Set<String> names = new TreeSet<>();
                    scan.path("photos").forEach(name -> names.add(name.asText()));
                    scan.path("results")
                            .forEach(result -> names.add(result.path("photo").asText("")));
                    names.remove("");
                    names.forEach(name -> into.withArray("photos").add(name));
                }
            }
        }
    }

    /** Milliseconds since 1970: when it was, or when it was told. */
    static long since(JsonNode finding) {
        String text = finding.path("since").asText(finding.path("at").asText());
        return text.isEmpty() ? 0 : Instant.parse(text).toEpochMilli();
    }

    /** What its officers told or called for in its time. */
    private static ArrayNode incidents(Handle handle, Judging judging, Round round) {
        ArrayNode incidents = Json.array();
        SiteId site = judging.on().site();
        long from = round.opensAt();
        long to = round.endAt();
        for (ObjectNode finding : FindingTable.list(handle, site, from, to + TOLD_LATE_MILLIS)) {
            long since = since(finding);
            List<String> officers = new ArrayList<>();
            finding.path("officers").forEach(one -> officers.add(one.asText()));
            if (INCIDENTS.contains(finding.path("kind").asText())
                    && since >= from
                    && since <= to
                    && (officers.isEmpty() || round.isFor(officers))) {
                incidents.add(finding);
            }
        }
        return incidents;
    }
}
