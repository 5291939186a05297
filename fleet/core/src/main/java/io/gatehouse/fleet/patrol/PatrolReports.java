package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.retention.Horizon;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.patrol.judge.Figures;
import io.gatehouse.patrol.judge.Gap;
import io.gatehouse.patrol.judge.Gaps;
import io.gatehouse.patrol.judge.RoundVerdict;
import io.gatehouse.patrol.judge.ScanVerdict;
import io.gatehouse.patrol.judge.StopVerdict;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.GapRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** How well a site was patrolled in some days: one reading for the screen and every file. Blocks. */
public final class PatrolReports {

    /** What a report is counted by. */
    public enum By {
        ROUTE,
        OFFICER,
        CHECKPOINT,
        HOUR,
        DAY
    }

    private final Jdbi jdbi;
    private final Keys keys;
    private final Clock clock;

    PatrolReports(Jdbi jdbi, Keys keys, Clock clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.clock = clock;
    }

    /** A stop with the round that it is of. */
    record Stop(RoundVerdict round, StopVerdict verdict) {
        long plannedFor() {
            return round.round().stops().get(verdict.ordinal() - 1).onTimeFrom();
        }
    }

    /**
     * What is asked for.
     *
     * @param first a day of the site's
     * @param last the last one that is in it
     * @param route the only one that is looked at, or nothing
     */
    public record Asked(
            LocalDate first,
            LocalDate last,
            By by,
            @Nullable String route) {}

    public ObjectNode of(SiteId site, LocalDate first, LocalDate last, By by) {
        return of(site, new Asked(first, last, by, null));
    }

    /**
     * {@code lines} by what was asked, {@code total}, {@code roundLines}, {@code gaps}, {@code exceptions},
     * {@code inspections}, {@code incidents}, {@code missedMost}; {@code deletedBefore} when some of it is not kept any more.
     */
    public ObjectNode of(SiteId site, Asked asked) {
        return jdbi.withHandle(handle -> {
            PatrolSite on = PatrolSite.of(handle, keys, site);
            long now = clock.millis();
            long from = asked.first.atStartOfDay(on.zone()).toInstant().toEpochMilli();
            long to = asked.last.plusDays(1).atStartOfDay(on.zone()).toInstant().toEpochMilli();
            Judging judging = Judging.of(handle, on, from, to, now).only(asked.route);
            RoundJson words = new RoundJson(on, now);
            List<Stop> stops = judging.rounds().stream()
                    .flatMap(round -> round.stops().stream().map(stop -> new Stop(round, stop)))
                    .toList();
            ObjectNode report = head(handle, on, asked, from);
            if (asked.route != null) {
                report.put("route", asked.route).put("routeName", words.route(asked.route));
            }
            report.put("rounds", judging.rounds().size());
            report.set("total", figures("", stops));
            report.set("lines", lines(on, words, stops, asked.by));
            report.set("gaps", gaps(judging, words, from, Math.min(to, now)));
            ReportLists lists = new ReportLists(handle, judging, words);
            report.set("roundLines", lists.rounds());
            report.set("exceptions", lists.exceptions(stops));
            report.set("inspections", lists.inspections(stops));
            report.set("incidents", lists.incidents(from, to));
            report.set("missedMost", lists.missedMost(stops));
            return report;
        });
    }

    private ObjectNode head(Handle handle, PatrolSite on, Asked asked, long from) {
        ObjectNode head = Json.object()
                .put("site", on.site().value())
                .put("siteName", name(handle, on.site()))
                .put("timeZone", on.zone().getId())
                .put("from", asked.first.toString())
                .put("to", asked.last.toString())
                .put("by", asked.by.name().toLowerCase(Locale.ROOT));
        long horizon = Horizon.of(handle, on.site());
        if (from < horizon) {
            head.put("deletedBefore", Json.time(horizon));
        }
        return head;
    }

    static String name(Handle handle, SiteId site) {
        return handle.createQuery("select name from site where id = ?")
                .bind(0, site.value())
                .mapTo(String.class)
                .one();
    }

    private static ArrayNode lines(PatrolSite on, RoundJson words, List<Stop> stops, By by) {
        Map<String, List<Stop>> grouped = new TreeMap<>();
        for (Stop stop : stops) {
            names(on, words, stop, by)
                    .forEach(name -> grouped.computeIfAbsent(name, n -> new ArrayList<>())
                            .add(stop));
        }
        ArrayNode lines = Json.array();
        grouped.forEach((name, theirs) -> lines.add(figures(name, theirs)));
        return lines;
    }

    private static List<String> names(PatrolSite on, RoundJson words, Stop stop, By by) {
        return switch (by) {
            case ROUTE -> List.of(words.route(stop.round.round().route()));
            case CHECKPOINT -> List.of(words.checkpoint(stop.verdict.checkpoint()));
            case HOUR ->
                List.of(String.format(
                        Locale.ROOT,
                        "%02d:00",
                        Instant.ofEpochMilli(stop.plannedFor())
                                .atZone(on.zone())
                                .getHour()));
            case DAY ->
                List.of(Instant.ofEpochMilli(stop.round.round().plannedAt())
                        .atZone(on.zone())
                        .toLocalDate()
                        .toString());
            case OFFICER -> {
                List<String> who =
                        stop.verdict.officers().isEmpty() ? stop.round.round().officers() : stop.verdict.officers();
                yield who.isEmpty()
                        ? List.of("-")
                        : who.stream().map(words::officer).toList();
            }
        };
    }

    private static ObjectNode figures(String name, List<Stop> stops) {
        Figures figures = Figures.of(stops.stream().map(Stop::verdict).toList());
        ObjectNode json = WireFormat.JSON.mapper().valueToTree(figures);
        return json.put("name", name)
                .put("completionPercent", Math.round(figures.completionPercent() * 10) / 10.0)
                .put("onTimePercent", Math.round(figures.onTimePercent() * 10) / 10.0)
                .put("meanLateMillis", figures.meanLateMillis());
    }

    private static ArrayNode gaps(Judging judging, RoundJson words, long from, long to) {
        Map<String, List<Long>> visits = judging.judgement().scans().stream()
                .filter(scan -> Gaps.isVisit(scan) && scan.checkpoint() != null)
                .collect(Collectors.groupingBy(
                        scan -> String.valueOf(scan.checkpoint()),
                        Collectors.mapping(scan -> at(judging, scan), Collectors.toList())));
        Map<String, String> rules =
                judging.on().plan().gapRules().stream().collect(Collectors.toMap(GapRule::id, GapRule::name));
        ArrayNode gaps = Json.array();
        if (to <= from) {
            return gaps;
        }
        for (Gap gap : new Gaps(judging.on().plan(), judging.on().zone()).largest(visits, from, to)) {
            if (!judging.isOf(gap.checkpoint())) {
                continue;
            }
            gaps.addObject()
                    .put("checkpoint", gap.checkpoint())
                    .put("name", words.checkpoint(gap.checkpoint()))
                    .put("rule", rules.getOrDefault(gap.rule(), gap.rule()))
                    .put("kind", gap.kind().name())
                    .put("from", Json.time(gap.from()))
                    .put("to", Json.time(gap.to()))
                    .put("minutes", gap.millis() / 60_000)
                    .put("maxMinutes", gap.maxMinutes())
                    .put("exceeded", gap.isExceeded())
                    .put("source", gap.source());
        }
        return gaps;
    }

    private static long at(Judging judging, ScanVerdict scan) {
        return judging.scan(scan.scan()).map(CheckpointScan::at).orElse(0L);
    }
}
