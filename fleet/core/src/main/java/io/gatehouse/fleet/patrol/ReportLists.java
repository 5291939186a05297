package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.patrol.Round;
import io.gatehouse.patrol.judge.MissCause;
import io.gatehouse.patrol.judge.RoundVerdict;
import io.gatehouse.patrol.judge.StopStatus;
import io.gatehouse.patrol.judge.StopVerdict;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.InspectionResult;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** The lists of a report: one line for each round, exception, failed inspection, incident and often missed checkpoint. */
final class ReportLists {

    /** So many checkpoints are named as missed most. */
    private static final int MOST = 10;

    private final Handle handle;
    private final Judging judging;
    private final RoundJson words;

    ReportLists(Handle handle, Judging judging, RoundJson words) {
        this.handle = handle;
        this.judging = judging;
        this.words = words;
    }

    /** Each round with where it stands and whose signatures it has. */
    ArrayNode rounds() {
        Map<String, Set<String>> signed = Signatures.kinds(
                handle,
                judging.on().site(),
                judging.rounds().stream().map(one -> one.round().id()).toList());
        ArrayNode lines = Json.array();
        for (RoundVerdict verdict : judging.rounds()) {
            Round round = verdict.round();
            Set<String> kinds = signed.getOrDefault(round.id(), Set.of());
            ObjectNode line = lines.addObject()
                    .put("round", round.id())
                    .put("route", words.route(round.route()))
                    .put("plannedFor", Json.time(round.plannedAt()))
                    .put("state", verdict.state().name())
                    .put("planned", round.stops().size())
                    .put("made", verdict.made())
                    .put("onTime", verdict.onTime())
                    .put("missed", verdict.missing())
                    .put("signed", kinds.contains("SIGN"))
                    .put("countersigned", kinds.contains("COUNTERSIGN"));
            who(verdict).forEach(officer -> line.withArray("officers").add(words.officer(officer)));
        }
        return lines;
    }

    /** Who made it, or else whose it is. */
    private static Set<String> who(RoundVerdict verdict) {
        Set<String> who = new TreeSet<>();
        verdict.stops().forEach(stop -> who.addAll(stop.officers()));
        if (who.isEmpty()) {
            who.addAll(verdict.round().officers());
        }
        return who;
    }

    /** What was not as planned, with what explains it. */
    ArrayNode exceptions(List<PatrolReports.Stop> stops) {
        ArrayNode exceptions = Json.array();
        for (PatrolReports.Stop stop : stops) {
            StopVerdict verdict = stop.verdict();
            boolean plain = verdict.status() == StopStatus.ON_TIME || verdict.status() == StopStatus.PENDING;
            if (!plain || !verdict.flags().isEmpty() || !verdict.defects().isEmpty()) {
                exceptions.add(exception(stop, verdict));
            }
        }
        return exceptions;
    }

    private ObjectNode exception(PatrolReports.Stop stop, StopVerdict verdict) {
        ObjectNode one = Json.object()
                .put("round", stop.round().round().id())
                .put("route", words.route(stop.round().round().route()))
                .put("checkpoint", words.checkpoint(verdict.checkpoint()))
                .put("status", verdict.status().name())
                .put("plannedFor", Json.time(stop.plannedFor()))
                .put("lateMillis", verdict.lateMillis())
                .put("provisional", verdict.provisional())
                .put("defects", verdict.defects().size());
        Long at = verdict.at();
        if (at != null) {
            one.put("at", Json.time(at));
        }
        if (verdict.cause() != null) {
            one.put("cause", verdict.cause().name());
        }
        StopVerdict.Excuse excuse = verdict.excuse();
        if (excuse != null) {
            one.put("excuse", excuse.reason()).put("excusedBy", excuse.by()).put("excusedAs", excuse.role());
        }
        verdict.flags().forEach(flag -> one.withArray("flags").add(flag.name()));
        verdict.officers().forEach(officer -> one.withArray("officers").add(words.officer(officer)));
        return one;
    }

    /** What was found to want mending. */
    ArrayNode inspections(List<PatrolReports.Stop> stops) {
        ArrayNode failures = Json.array();
        for (PatrolReports.Stop stop : stops) {
            for (InspectionResult defect : stop.verdict().defects()) {
                failures.add(inspection(stop, defect));
            }
        }
        return failures;
    }

    private ObjectNode inspection(PatrolReports.Stop stop, InspectionResult defect) {
        StopVerdict verdict = stop.verdict();
        ObjectNode one = Json.object()
                .put("round", stop.round().round().id())
                .put("checkpoint", words.checkpoint(verdict.checkpoint()))
                .put("item", words.item(verdict.checkpoint(), defect.item()))
                .put("outcome", defect.outcome().name());
        Long at = verdict.at();
        if (at != null) {
            one.put("at", Json.time(at));
        }
        if (defect.value() != null) {
            one.put("value", defect.value());
        }
        if (defect.note() != null) {
            one.put("note", defect.note());
        }
        if (defect.photo() != null) {
            one.withArray("photos").add(defect.photo());
        }
        if (verdict.scan() != null) {
            judging.scan(verdict.scan())
                    .map(CheckpointScan::photos)
                    .ifPresent(names -> names.stream()
                            .filter(name -> !name.equals(defect.photo()))
                            .forEach(name -> one.withArray("photos").add(name)));
        }
        verdict.officers().forEach(officer -> one.withArray("officers").add(words.officer(officer)));
        return one;
    }

    /** What guards told or called for in that span, in milliseconds since 1970; the oldest first. */
    ArrayNode incidents(long from, long to) {
        ArrayNode incidents = Json.array();
        FindingTable.list(handle, judging.on().site(), from, to).stream()
                .filter(finding ->
                        RoundExtras.INCIDENTS.contains(finding.path("kind").asText()))
                .sorted(Comparator.comparingLong(RoundExtras::since))
                .forEach(finding -> {
                    ObjectNode one = incidents
                            .addObject()
                            .put("kind", finding.path("kind").asText())
                            .put("at", Json.time(RoundExtras.since(finding)))
                            .put("note", finding.path("note").asText());
                    finding.path("officers")
                            .forEach(officer -> one.withArray("officers").add(words.officer(officer.asText())));
                    finding.path("photos")
                            .forEach(name -> one.withArray("photos").add(name));
                });
        return incidents;
    }

    /** The checkpoints that were missed most, and how often it was not the guard's: reader, battery, tag, gateway. */
    ArrayNode missedMost(List<PatrolReports.Stop> stops) {
        Map<String, Map<MissCause, Integer>> missed = new TreeMap<>();
        for (PatrolReports.Stop stop : stops) {
            MissCause cause = stop.verdict().cause();
            if (stop.verdict().isMissing()) {
                missed.computeIfAbsent(stop.verdict().checkpoint(), any -> new EnumMap<>(MissCause.class))
                        .merge(cause == null ? MissCause.GUARD : cause, 1, Integer::sum);
            }
        }
        ArrayNode lines = Json.array();
        missed.entrySet().stream()
                .sorted(Comparator.comparingInt(
                        (Map.Entry<String, Map<MissCause, Integer>> one) -> -sum(one.getValue())))
                .limit(MOST)
                .forEach(one -> {
                    ObjectNode line = lines.addObject()
                            .put("name", words.checkpoint(one.getKey()))
                            .put("missed", sum(one.getValue()))
                            .put("byGuard", one.getValue().getOrDefault(MissCause.GUARD, 0));
                    one.getValue().keySet().stream()
                            .filter(cause -> cause != MissCause.GUARD)
                            .forEach(cause -> line.withArray("causes").add(cause.name()));
                });
        return lines;
    }

    private static int sum(Map<MissCause, Integer> causes) {
        return causes.values().stream().mapToInt(Integer::intValue).sum();
    }
}
