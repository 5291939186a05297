package io.gatehouse.patrol.judge;

import io.gatehouse.protocol.patrol.GapRule;
import io.gatehouse.protocol.patrol.PatrolCheckpoint;
import io.gatehouse.protocol.patrol.PatrolPlan;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** The largest gap of each checkpoint, against each rule that is for it: never an average. */
public final class Gaps {

    /** A stretch in which a rule counts; whether a visit is wanted after its end. */
    private record Span(long from, long to, boolean closes) {}

    private final PatrolPlan plan;
    private final ZoneId zone;

    public Gaps(PatrolPlan plan, ZoneId zone) {
        this.plan = plan;
        this.zone = zone;
    }

    /** Visits by checkpoint: every scan that was at one, whether it made a stop or not, if its time can be believed. */
    public static boolean isVisit(ScanVerdict scan) {
        return switch (scan.use()) {
            case MADE_STOP, COMPANION, DUPLICATE, UNSCHEDULED -> true;
            case UNKNOWN_TAG, CONTROL, INCIDENTAL, TIME_UNCERTAIN, NOT_BELIEVED -> false;
        };
    }

    /**
     * The largest gaps from {@code from} to {@code to}.
     *
     * @param visits checkpoint to the times of its visits, in any order; one before {@code from} counts as the begin of
     *     the first gap
     */
    public List<Gap> largest(Map<String, List<Long>> visits, long from, long to) {
        List<Gap> gaps = new ArrayList<>();
        for (GapRule rule : plan.gapRules()) {
            for (PatrolCheckpoint checkpoint : plan.checkpoints()) {
                if (checkpoint.active() && isFor(rule, checkpoint)) {
                    NavigableSet<Long> times = new TreeSet<>(visits.getOrDefault(checkpoint.id(), List.of()));
                    of(rule, checkpoint.id(), times, new Span(from, to, false), gaps);
                }
            }
        }
        return gaps;
    }

    private static boolean isFor(GapRule rule, PatrolCheckpoint checkpoint) {
        Integer grade = rule.grade();
        return rule.checkpoints().isEmpty()
                ? grade == null || grade.equals(checkpoint.grade())
                : rule.checkpoints().contains(checkpoint.id());
    }

    private void of(GapRule rule, String checkpoint, NavigableSet<Long> visits, Span period, List<Gap> into) {
        List<Span> spans = spans(rule, period);
        spans.stream()
                .map(span -> longest(rule, checkpoint, visits, span))
                .max(Comparator.comparingLong(Gap::millis))
                .ifPresent(into::add);
        long closing = rule.closingMinutes() * 60_000L;
        for (Span span : spans) {
            boolean over = span.closes() && closing > 0 && span.to() + closing <= period.to();
            if (over
                    && visits.subSet(span.to(), true, span.to() + closing, true).isEmpty()) {
                into.add(new Gap(
                        checkpoint,
                        rule.id(),
                        Gap.Kind.CLOSING,
                        span.to(),
                        span.to() + closing,
                        rule.closingMinutes(),
                        rule.source()));
            }
        }
    }

    private static Gap longest(GapRule rule, String checkpoint, NavigableSet<Long> visits, Span span) {
        Long before = rule.hours().isEmpty() ? visits.lower(span.from()) : null;
        long last = before == null ? span.from() : before;
        long from = last;
        long to = last;
        for (long visit : visits.subSet(span.from(), true, span.to(), true)) {
            if (visit - last > to - from) {
                from = last;
                to = visit;
            }
            last = visit;
        }
        if (span.to() - last > to - from) {
            from = last;
            to = span.to();
        }
        return new Gap(checkpoint, rule.id(), Gap.Kind.LONGEST, from, to, rule.maxMinutes(), rule.source());
    }

    private List<Span> spans(GapRule rule, Span period) {
        if (rule.hours().isEmpty()) {
            return List.of(period);
        }
        List<Span> spans = new ArrayList<>();
        LocalDate first = date(period.from()).minusDays(1);
        first.datesUntil(date(period.to()).plusDays(1)).forEach(day -> {
            String name = day.getDayOfWeek().name().substring(0, 3);
            rule.hours()
                    .getOrDefault(name, List.of())
                    .forEach(text -> clipped(day, text, period).ifPresent(spans::add));
        });
        return spans;
    }

    private LocalDate date(long millis) {
        return Instant.ofEpochMilli(millis).atZone(zone).toLocalDate();
    }

    private Optional<Span> clipped(LocalDate day, String text, Span period) {
        String[] ends = text.split("-", 2);
        LocalTime begin = LocalTime.parse(ends[0]);
        boolean midnight = ends[1].equals("24:00");
        LocalTime end = midnight ? LocalTime.MIDNIGHT : LocalTime.parse(ends[1]);
        LocalDate endDay = midnight || !end.isAfter(begin) ? day.plusDays(1) : day;
        long from = day.atTime(begin).atZone(zone).toInstant().toEpochMilli();
        long to = endDay.atTime(end).atZone(zone).toInstant().toEpochMilli();
        if (to <= period.from() || from >= period.to()) {
            return Optional.empty();
        }
        return Optional.of(new Span(Math.max(from, period.from()), Math.min(to, period.to()), to <= period.to()));
    }
}
