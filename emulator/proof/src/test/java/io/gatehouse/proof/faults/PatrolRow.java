package io.gatehouse.proof.faults;

import io.gatehouse.patrol.Round;
import io.gatehouse.patrol.RoundCalendar;
import io.gatehouse.patrol.judge.Confidence;
import io.gatehouse.patrol.judge.Evidence;
import io.gatehouse.patrol.judge.Judgement;
import io.gatehouse.patrol.judge.RoundJudge;
import io.gatehouse.patrol.judge.StopStatus;
import io.gatehouse.patrol.phone.PhoneMoment;
import io.gatehouse.patrol.phone.PhoneTime;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.CheckpointScan.Way;
import io.gatehouse.protocol.patrol.Mark;
import io.gatehouse.protocol.patrol.MarkKind;
import io.gatehouse.protocol.patrol.PatrolCheckpoint;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.patrol.PatrolPolicy;
import io.gatehouse.protocol.patrol.PatrolSchedule;
import io.gatehouse.protocol.patrol.Route;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * F23: a guard's phone is off line for a whole round, its clock is wrong and set meanwhile, and somebody plays a reading of
 * a tag back. What really happened is known here, and never told to the judge.
 */
final class PatrolRow {

    private static final ZoneId UTC = ZoneOffset.UTC;
    private static final long START = 1_795_478_400_000L;
    private static final long MINUTE = 60_000;
    private static final int STOPS = 6;
    private static final int SERVERS_ROUNDS = 500;

    private PatrolRow() {}

    static Finding phones(FaultStand stand, boolean whole) throws Exception {
        int rounds = whole ? 500 : 100;
        int wrong = 0;
        int replays = 0;
        int flagged = 0;
        for (int seed = 0; seed < rounds; seed++) {
            Walk walk = new Walk(seed);
            Judgement judgement = walk.judged();
            List<StopStatus> said = judgement.rounds().get(0).stops().stream()
                    .map(stop -> stop.status())
                    .toList();
            wrong += walk.right().equals(said) ? 0 : 1;
            replays += walk.replays;
            flagged += (int) judgement.scans().stream()
                    .filter(scan -> scan.scan().startsWith("replay-"))
                    .filter(scan -> scan.confidence().reasons().contains(Confidence.Reason.REPLAYED))
                    .count();
        }
        Finding.Notes notes = new Finding.Notes();
        if (whole) {
            // fails with the first verdict that never becomes right
            int verdicts = FourWays.walk(stand.folder("F23"), SERVERS_ROUNDS);
            notes.say("%d rounds by all ways through whole servers, %d verdicts right", SERVERS_ROUNDS, verdicts);
        }
        return notes.say("%d rounds of phones off line, %d verdicts wrong", rounds, wrong)
                .must(wrong == 0, "every verdict is right")
                .say("%d of %d replays flagged", flagged, replays)
                .must(flagged == replays && replays > 0, "every replay is flagged")
                .done();
    }

    /** One round as it was walked, and what the phone says of it afterwards. */
    private static final class Walk {

        private final SplittableRandom random;
        private final List<Long> visits = new ArrayList<>();
        private final long offset;
        private final long jump;
        private final long told = START + STOPS * 10 * MINUTE + 30 * MINUTE;
        private int replays;

        Walk(int seed) {
            random = new SplittableRandom(seed);
            offset = random.nextLong(-12 * 60 * MINUTE, 12 * 60 * MINUTE);
            long set = random.nextBoolean() ? 0 : random.nextLong(-9 * 60 * MINUTE, 9 * 60 * MINUTE);
            // set right while the phone is off line cannot be told from a page that slept: a limit, and not this row's
            jump = Math.abs(offset + set) <= 2 * MINUTE ? set + 10 * MINUTE : set;
            for (int stop = 0; stop < STOPS; stop++) {
                long begin = START + stop * 10 * MINUTE;
                visits.add(random.nextInt(5) == 0 ? -1 : begin + random.nextLong(-6 * MINUTE, 16 * MINUTE));
            }
        }

        /** From what happened alone. */
        List<StopStatus> right() {
            return IntStream.range(0, STOPS)
                    .mapToObj(stop -> {
                        long into = visits.get(stop) - (START + stop * 10 * MINUTE);
                        if (visits.get(stop) < 0 || into < -5 * MINUTE || into > 15 * MINUTE) {
                            return StopStatus.MISSED;
                        }
                        return into < 0 ? StopStatus.EARLY : into <= 10 * MINUTE ? StopStatus.ON_TIME : StopStatus.LATE;
                    })
                    .toList();
        }

        Judgement judged() {
            PatrolPlan plan = plan();
            List<Round> rounds = new RoundCalendar(plan, UTC, List.of()).between(START - 1, START + 1);
            return new RoundJudge(plan).judge(rounds, Evidence.of(scans()), told);
        }

        /** The clock as it stands then: off from the beginning, and set once in the middle of the round. */
        private PhoneMoment moment(long at) {
            boolean after = at > START + STOPS * 5 * MINUTE;
            return new PhoneMoment(at + offset + (after ? jump : 0), at - START + 600_000.5, "page");
        }

        private List<CheckpointScan> scans() {
            List<CheckpointScan> scans = new ArrayList<>();
            PhoneMoment sent = moment(told);
            for (int stop = 0; stop < STOPS; stop++) {
                if (visits.get(stop) >= 0) {
                    scans.add(scan(stop, "scan-" + stop, visits.get(stop), sent));
                } else if (random.nextBoolean()) {
                    // what somebody recorded the day before, played back in time
                    long yesterday = START - 24 * 60 * MINUTE;
                    scans.add(CheckpointScan.plain("yesterday-" + stop, Way.PHONE, counted(stop), "guard", yesterday));
                    scans.add(scan(stop, "replay-" + stop, START + (stop * 10 + 5) * MINUTE, sent));
                    replays++;
                }
            }
            return scans;
        }

        private CheckpointScan scan(int stop, String id, long at, PhoneMoment sent) {
            PhoneMoment then = moment(at);
            PhoneTime time = PhoneTime.of(then, sent, told);
            return new CheckpointScan(
                    id,
                    Way.PHONE,
                    MarkKind.NFC_SIGNED,
                    counted(stop),
                    "phone",
                    List.of("guard"),
                    time.at(),
                    then.clock(),
                    told,
                    time.doubtMillis(),
                    null,
                    null,
                    List.of(),
                    List.of(),
                    time.doubts(),
                    null);
        }
    }

    /** As the tag writes itself: its number, and how often it was read. */
    private static String counted(int stop) {
        return tag(stop) + String.format("x%06X", 100 + stop);
    }

    private static String tag(int stop) {
        return "04A1B2C3" + stop;
    }

    private static PatrolPlan plan() {
        List<PatrolCheckpoint> checkpoints = IntStream.range(0, STOPS)
                .mapToObj(i -> new PatrolCheckpoint(
                        "K" + i,
                        "K" + i,
                        List.of(new Mark(MarkKind.NFC_SIGNED, tag(i), null)),
                        null,
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        true))
                .toList();
        List<Route.Stop> stops = IntStream.range(0, STOPS)
                .mapToObj(i -> Route.Stop.of("K" + i, i * 10, i * 10 + 10))
                .toList();
        return new PatrolPlan(
                checkpoints,
                List.of(new Route("tour", "Tour", Route.Order.FREE, stops, 1, 5, 5, null)),
                List.of(PatrolSchedule.of(
                        "night",
                        "tour",
                        Instant.ofEpochMilli(START)
                                .atZone(UTC)
                                .toLocalDateTime()
                                .toString(),
                        "")),
                List.of(),
                List.of(),
                List.of(),
                PatrolPolicy.DEFAULT,
                "");
    }
}
