package io.gatehouse.patrol.live;

import io.gatehouse.patrol.Round;
import io.gatehouse.patrol.RoundCalendar;
import io.gatehouse.patrol.RoundSeal;
import io.gatehouse.patrol.judge.Evidence;
import io.gatehouse.patrol.judge.Judgement;
import io.gatehouse.patrol.judge.MissCause;
import io.gatehouse.patrol.judge.RoundJudge;
import io.gatehouse.patrol.judge.RoundOrder;
import io.gatehouse.patrol.live.PatrolFinding.Kind;
import io.gatehouse.patrol.phone.PhoneReport;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.sitebook.SiteRules.SpecialDays;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Today's rounds while they happen. It hears of scans and of all that bears on them, and {@link #tick} says what is new:
 * at once, and within the second in which a window ends. On one thread; all times are milliseconds since 1970.
 */
public final class PatrolDesk {

    /** How long a round is looked at after it was planned: late uploads that come after are the fleet's to judge. */
    static final long LOOK_BACK_MILLIS = 36 * 3_600_000L;

    private static final long LOOK_AHEAD_MILLIS = 24 * 3_600_000L;
    private static final long HOUR = 3_600_000L;
    /** A clock that shows less was lost: the year this software was made. */
    private static final long LOST_CLOCK = 1_767_225_600_000L;
    /** Asleep for longer than this, the gateway was down. */
    private static final long AWAKE_MILLIS = 60_000;

    private final Memory memory;
    private final Ladder ladder = new Ladder();
    private final News news;
    private final Map<String, Long> known;
    private final Map<String, LoneWorker> workers = new HashMap<>();
    private final List<PatrolFinding> waiting = new ArrayList<>();
    private final long savedAt;

    private PatrolPlan plan = PatrolPlan.NONE;
    private @Nullable RoundCalendar calendar;
    private RoundJudge judge = new RoundJudge(plan);
    private List<Round> rounds = List.of();
    private long roundsOf = Long.MIN_VALUE;
    private Judgement last = new Judgement(List.of(), List.of());
    private long judgedChanges = -1;
    private long nextAt = Long.MIN_VALUE;
    private long now;
    private long changes;

    public PatrolDesk(DeskState state) {
        memory = new Memory(state);
        news = new News(state.told(), ladder);
        known = new HashMap<>(state.known());
        savedAt = state.savedAt();
        state.climbs().forEach(ladder::put);
        state.workers().forEach(worker -> workers.put(worker.officer(), worker));
    }

    /** What somebody on duty alone does. */
    public enum Sign {
        ON_DUTY,
        OFF_DUTY,
        WELL,
        MOTIONLESS,
        HELP,
        CLEARED
    }

    /** Another plan is in force; refuses ({@link IllegalArgumentException}) one that cannot be carried out. */
    public void plan(PatrolPlan fresh, ZoneId zone, List<SpecialDays> specialDays, long at) {
        if (fresh.equals(plan) && calendar != null) {
            return;
        }
        calendar = new RoundCalendar(fresh, zone, specialDays);
        judge = new RoundJudge(fresh);
        plan = fresh;
        fresh.schedules().forEach(schedule -> known.putIfAbsent(schedule.id(), at));
        roundsOf = Long.MIN_VALUE;
        judgedChanges = -1;
        changes++;
    }

    public PatrolPlan plan() {
        return plan;
    }

    /** Whether the scan is new. */
    public boolean scan(CheckpointScan scan) {
        return memory.scan(scan);
    }

    /** Whether it says anything that is not known. */
    public boolean isNew(CheckpointScan scan) {
        return memory.isNew(scan);
    }

    /** Whether it was not told yet. */
    public boolean isNew(PhoneReport report) {
        return !news.knows("report " + report.id());
    }

    public Optional<String> checkpointOf(CheckpointScan scan) {
        return judge.checkpointOf(scan);
    }

    public void trace(String place, long at) {
        memory.trace(place, at);
    }

    public void down(String device, MissCause cause, long at) {
        memory.down(device, cause, at);
    }

    public void up(String device, long at) {
        memory.up(device, at);
    }

    public void handed(String wand, String officer, long at) {
        memory.handed(wand, officer, at);
    }

    public void returned(String wand, long at) {
        memory.returned(wand, at);
    }

    /** All that the wand read up to then is known. */
    public void read(String wand, long upTo) {
        memory.read(wand, upTo);
    }

    public void order(RoundOrder order) {
        memory.order(order);
    }

    /** Does what is ordered; the order is whole. */
    public void carryOut(PatrolOrder order) {
        RoundOrder round = order.order();
        String subject = order.subject() == null ? "" : order.subject();
        Sign sign = order.sign();
        switch (order.kind()) {
            case ROUND -> {
                if (round != null) {
                    order(round);
                }
            }
            case TAKE_ALARM -> take(subject, order.by(), order.at());
            case HAND_OUT -> handed(subject, order.by(), order.at());
            case GIVE_BACK -> returned(subject, order.at());
            case TOLD_ALL -> read(subject, order.at());
            case SIGN -> {
                if (sign != null) {
                    sign(subject, sign, order.at());
                }
            }
            case REPORT -> {
                if (order.report() != null) {
                    report(order.report());
                }
            }
        }
    }

    /** What a guard's phone told; the same again changes nothing. */
    public void report(PhoneReport report) {
        if (!news.isNew("report " + report.id(), report.kind(), report.at())) {
            return;
        }
        changes++;
        if (report.beginsDuty()) {
            handed(report.phone(), report.officer(), report.at());
        } else if (report.endsDuty()) {
            returned(report.phone(), report.at());
        } else if (report.callsForHelp() || report.tellsIncident()) {
            List<String> who = List.of(report.officer());
            waiting.add(PatrolFinding.of(
                            Kind.valueOf(report.kind()), report.id(), who, report.at(), report.at(), report.text())
                    .showing(report.photos()));
            ladder.put(new Ladder.Climb(report.id(), who, null, report.at(), 0));
        } else if (report.endsAlarm() && report.of() != null) {
            String alarm = report.of();
            ladder.end(alarm);
            waiting.add(PatrolFinding.over(Kind.ALARM_ENDED, report.id(), alarm, report.officer(), report.at()));
        } else {
            report.signature().ifPresent(memory::order);
        }
    }

    /** The rounds that the officer has signed. */
    public Set<String> signedBy(String officer) {
        return memory.evidence().orders().stream()
                .filter(order ->
                        order.kind() == RoundOrder.Kind.SIGN && order.by().equals(officer))
                .map(RoundOrder::round)
                .collect(Collectors.toSet());
    }

    /** Somebody looks after an alarm: it climbs no further. Whether there was such an alarm. */
    public boolean take(String alarm, String by, long at) {
        boolean climbing = ladder.end(alarm);
        if (climbing) {
            waiting.add(PatrolFinding.of(Kind.ALARM_ENDED, alarm + "!", List.of(by), at, at, alarm));
            changes++;
        }
        return climbing;
    }

    /** Hears from or about somebody who is alone on duty. */
    public void sign(String officer, Sign sign, long at) {
        LoneWorker worker = workers.getOrDefault(officer, LoneWorker.onDuty(officer, plan.policy(), at));
        LoneWorker after = switch (sign) {
            case ON_DUTY -> LoneWorker.onDuty(officer, plan.policy(), at);
            case OFF_DUTY, WELL -> worker.checkedIn(plan.policy(), at);
            case MOTIONLESS -> worker.motionless(plan.policy(), at);
            case HELP -> worker.callsForHelp(at);
            case CLEARED -> worker.cleared(plan.policy(), at);
        };
        if (sign == Sign.OFF_DUTY && after.alarm() == null && after.countdown() == null) {
            workers.remove(officer);
        } else {
            put(after, worker, at);
        }
        changes++;
    }

    private void put(LoneWorker after, LoneWorker before, long at) {
        workers.put(after.officer(), after);
        Kind alarm = after.alarm();
        if (alarm != null && (alarm != before.alarm() || after.alarmSince() != before.alarmSince())) {
            String id = alarm + " " + after.officer() + " " + after.alarmSince();
            waiting.add(PatrolFinding.of(alarm, id, List.of(after.officer()), after.alarmSince(), at, null));
            ladder.put(new Ladder.Climb(id, List.of(after.officer()), null, after.alarmSince(), 0));
        } else if (alarm == null && before.alarm() != null) {
            String id = before.alarm() + " " + before.officer() + " " + before.alarmSince();
            ladder.end(id);
            waiting.add(PatrolFinding.of(Kind.ALARM_ENDED, id + "!", List.of(after.officer()), at, at, id));
        }
    }

    /** What is new. Call about once a second, and when something was heard that somebody waits for. */
    public List<PatrolFinding> tick(long at) {
        if (now == 0 && savedAt > 0 && at - savedAt > AWAKE_MILLIS) {
            memory.down(Evidence.Outage.GATEWAY, MissCause.GATEWAY_DOWN, savedAt);
            memory.up(Evidence.Outage.GATEWAY, at);
        }
        now = at;
        List.copyOf(workers.values()).forEach(worker -> {
            LoneWorker after = worker.at(plan.policy(), at);
            if (after != worker) {
                put(after, worker, at);
                changes++;
            }
        });
        List<PatrolFinding> found = new ArrayList<>(waiting);
        waiting.clear();
        if (memory.changes() != judgedChanges || at >= nextAt) {
            found.addAll(judgeAll(at));
        }
        found.addAll(ladder.due(plan.policy().ladder(), at));
        changes += found.size();
        return found;
    }

    private List<PatrolFinding> judgeAll(long at) {
        refresh(at);
        last = judge.judge(rounds, memory.evidence(), at);
        judgedChanges = memory.changes();
        nextAt = Math.min(at - Math.floorMod(at, HOUR) + HOUR, nextDeadline(at));
        List<PatrolFinding> found = news.of(last, this::seed, at);
        found.addAll(uploads(at));
        return found;
    }

    private void refresh(long at) {
        RoundCalendar days = calendar;
        if (days != null && at / HOUR != roundsOf) {
            rounds = days.between(at - LOOK_BACK_MILLIS, at + LOOK_AHEAD_MILLIS).stream()
                    .filter(round -> round.plannedAt() >= known.getOrDefault(round.schedule(), 0L))
                    .toList();
            memory.forget(at - LOOK_BACK_MILLIS);
            news.forget(at - 2 * LOOK_BACK_MILLIS);
            roundsOf = at / HOUR;
        }
    }

    /** When something next becomes so by itself; a window's last millisecond still counts. */
    private long nextDeadline(long at) {
        return rounds.stream()
                .flatMapToLong(round -> LongStream.concat(
                        LongStream.of(round.startAt(), round.opensAt(), round.startBy() + 1),
                        round.stops().stream().mapToLong(stop -> stop.lateTo() + 1)))
                .filter(moment -> moment > at)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private String seed(Round round) {
        return HexFormat.of().formatHex(new RoundSeal(plan.sealKey()).seed(round.id()));
    }

    private List<PatrolFinding> uploads(long at) {
        long most = plan.policy().uploadHours() * HOUR;
        Map<String, Long> told = memory.evidence().watermarks();
        return memory.custody().stream()
                .filter(held -> held.to() == Long.MAX_VALUE)
                .filter(held -> at - Math.max(held.from(), told.getOrDefault(held.wand(), 0L)) > most)
                .filter(held -> news.isNew("upload " + held.wand() + " " + held.from(), "expected", at))
                .map(held -> PatrolFinding.of(
                        Kind.UPLOAD_EXPECTED,
                        "upload " + held.wand() + " " + held.from(),
                        List.of(held.officer()),
                        held.from() + most,
                        at,
                        held.wand()))
                .toList();
    }

    /** Who has had which wand lately. */
    public List<Evidence.Custody> custody() {
        return memory.custody();
    }

    /** Today's rounds as they were last judged. */
    public Judgement judged() {
        return last;
    }

    /** When that was, in milliseconds since 1970; 0 before the first time. */
    public long judgedAt() {
        return now;
    }

    /** The clock was wrong until now: a plan that came into force meanwhile did so at {@code since}. */
    public void begunAt(long since) {
        known.replaceAll((schedule, at) -> at < LOST_CLOCK ? since : at);
        roundsOf = Long.MIN_VALUE;
        judgedChanges = -1;
        changes++;
    }

    /** Alarms that nobody has taken, with how many rungs were told. */
    public Stream<String> alarms() {
        return ladder.all().stream().map(Ladder.Climb::alarm);
    }

    /** Grows whenever {@link #state} would be another. */
    public long changes() {
        return changes + memory.changes();
    }

    public DeskState state() {
        Evidence heard = memory.evidence();
        return new DeskState(
                now,
                heard.scans(),
                heard.traces(),
                heard.outages(),
                heard.custody(),
                heard.watermarks(),
                heard.orders(),
                Map.copyOf(known),
                news.told(),
                ladder.all(),
                List.copyOf(workers.values()),
                heard.counts());
    }
}
