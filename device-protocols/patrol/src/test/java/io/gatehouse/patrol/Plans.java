package io.gatehouse.patrol;

import io.gatehouse.patrol.judge.Evidence;
import io.gatehouse.patrol.judge.Judgement;
import io.gatehouse.patrol.judge.RoundJudge;
import io.gatehouse.patrol.judge.RoundVerdict;
import io.gatehouse.patrol.judge.StopStatus;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.CheckpointScan.Way;
import io.gatehouse.protocol.patrol.GapRule;
import io.gatehouse.protocol.patrol.Mark;
import io.gatehouse.protocol.patrol.MarkKind;
import io.gatehouse.protocol.patrol.Officer;
import io.gatehouse.protocol.patrol.PatrolCheckpoint;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.patrol.PatrolPolicy;
import io.gatehouse.protocol.patrol.PatrolSchedule;
import io.gatehouse.protocol.patrol.Route;
import io.gatehouse.protocol.patrol.Route.Order;
import io.gatehouse.protocol.patrol.Route.Stop;
import io.gatehouse.protocol.patrol.Wand;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;

/** Small plans for tests, and the times in them: the round begins at 22:00 in Shanghai. */
public final class Plans {

    public static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    public static final String KEY = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=";
    public static final String ROUND = "night@2026-11-26T22:00";

    private Plans() {}

    /** A time of the evening, such as {@code 22:05} or {@code 22:05:30}. */
    public static long at(String time) {
        return on("2026-11-26T" + time);
    }

    public static long on(String local) {
        return LocalDateTime.parse(local).atZone(SHANGHAI).toInstant().toEpochMilli();
    }

    /** Checkpoints A, B and C ten minutes apart, each on time for ten minutes, late or early by five more. */
    public static Route route(Order order) {
        return new Route(
                "tour",
                "Tour",
                order,
                List.of(Stop.of("A", 0, 10), Stop.of("B", 10, 20), Stop.of("C", 20, 30)),
                1,
                5,
                5,
                null);
    }

    public static PatrolPlan plan(Route route) {
        return plan(route, PatrolSchedule.of("night", route.id(), "2026-11-26T22:00", "FREQ=DAILY"));
    }

    public static PatrolPlan plan(Route route, PatrolSchedule schedule) {
        return new PatrolPlan(
                checkpoints(4),
                List.of(route),
                List.of(schedule),
                List.of(),
                officers(),
                wands(),
                PatrolPolicy.DEFAULT,
                KEY);
    }

    public static List<PatrolCheckpoint> checkpoints(int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> {
                    String name = String.valueOf((char) ('A' + i));
                    Mark button = new Mark(MarkKind.RFID_BUTTON, "04A1B20" + i, null);
                    return new PatrolCheckpoint(
                            name, name, List.of(button), null, null, List.of(), List.of(), List.of(), null, true);
                })
                .toList();
    }

    public static String tag(String checkpoint) {
        return "04A1B20" + (checkpoint.charAt(0) - 'A');
    }

    public static List<Officer> officers() {
        return List.of(
                new Officer("li", "李", List.of("0FF1CE01"), "p-li"),
                new Officer("wang", "王", List.of("0FF1CE02"), "p-wang"));
    }

    public static List<Wand> wands() {
        return List.of(new Wand("W-07", "Wand 7", "key of wand 7", "C0C0"));
    }

    public static PatrolPlan with(PatrolPlan plan, List<PatrolCheckpoint> checkpoints) {
        return new PatrolPlan(
                checkpoints,
                plan.routes(),
                plan.schedules(),
                plan.gapRules(),
                plan.officers(),
                plan.wands(),
                plan.policy(),
                plan.sealKey());
    }

    public static PatrolPlan rules(PatrolPlan plan, List<GapRule> rules) {
        return new PatrolPlan(
                plan.checkpoints(),
                plan.routes(),
                plan.schedules(),
                rules,
                plan.officers(),
                plan.wands(),
                plan.policy(),
                plan.sealKey());
    }

    public static CheckpointScan scan(String checkpoint, String time) {
        return scan(checkpoint, time, "li");
    }

    public static CheckpointScan scan(String checkpoint, String time, String officer) {
        String id = checkpoint + " " + time + " " + officer;
        return CheckpointScan.plain(id, Way.DEVICE, tag(checkpoint), officer, at(time));
    }

    /** The plan's rounds of the evening. */
    public static List<Round> rounds(PatrolPlan plan) {
        return new RoundCalendar(plan, SHANGHAI, List.of()).between(at("12:00"), at("23:59"));
    }

    public static Judgement judged(PatrolPlan plan, Evidence evidence, String now) {
        return new RoundJudge(plan).judge(rounds(plan), evidence, at(now));
    }

    public static RoundVerdict verdict(PatrolPlan plan, String now, CheckpointScan... scans) {
        return judged(plan, Evidence.of(List.of(scans)), now).round(ROUND);
    }

    public static List<StopStatus> statuses(RoundVerdict verdict) {
        return verdict.stops().stream().map(stop -> stop.status()).toList();
    }
}
