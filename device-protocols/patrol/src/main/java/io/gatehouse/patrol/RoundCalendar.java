package io.gatehouse.patrol;

import io.gatehouse.protocol.patrol.PatrolCheckpoint;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.patrol.PatrolSchedule;
import io.gatehouse.protocol.patrol.Route;
import io.gatehouse.protocol.sitebook.SiteRules.SpecialDays;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rounds that a plan makes of a span of time. Immutable, from any thread.
 *
 * <p>A local time that the clocks leave out begins as much later; one that comes twice begins the first time; two times of
 * a schedule that fall together are one round. A day of a special group that is like a weekday has the times which the
 * rule gives the last such weekday before it.
 */
public final class RoundCalendar {

    private final PatrolPlan plan;
    private final ZoneId zone;
    private final Map<String, Set<LocalDate>> groups = new HashMap<>();
    private final Map<LocalDate, DayOfWeek> like = new HashMap<>();
    private final Map<String, Recurrence> recurrences = new HashMap<>();
    private final Set<String> active;
    private final Optional<RoundSeal> seal;

    /** Refuses ({@link IllegalArgumentException}, with what is wrong) a plan that cannot be carried out. */
    public RoundCalendar(PatrolPlan plan, ZoneId zone, List<SpecialDays> specialDays) {
        this.plan = plan;
        this.zone = zone;
        for (SpecialDays group : specialDays) {
            Set<LocalDate> days = group.days().stream().map(LocalDate::parse).collect(Collectors.toSet());
            groups.put(group.id(), days);
            String weekday = group.likeWeekday();
            if (weekday != null) {
                days.forEach(day -> like.putIfAbsent(day, weekday(weekday)));
            }
        }
        plan.schedules()
                .forEach(schedule ->
                        recurrences.put(schedule.id(), Recurrence.of(schedule.firstStart(), schedule.rule())));
        active = plan.checkpoints().stream()
                .filter(PatrolCheckpoint::active)
                .map(PatrolCheckpoint::id)
                .collect(Collectors.toUnmodifiableSet());
        seal = plan.sealKey().isBlank() ? Optional.empty() : Optional.of(new RoundSeal(plan.sealKey()));
    }

    private static DayOfWeek weekday(String name) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().startsWith(name)) {
                return day;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is no weekday such as MON");
    }

    /** The rounds with a planned beginning from {@code from} (included) to {@code to} (not), in order. */
    public List<Round> between(long from, long to) {
        List<Round> rounds = new ArrayList<>();
        LocalDate first = date(from).minusDays(1);
        LocalDate last = date(to).plusDays(1);
        for (PatrolSchedule schedule : plan.schedules()) {
            Optional<Route> route = plan.route(schedule.route());
            if (schedule.active() && route.isPresent()) {
                Set<Long> begun = new HashSet<>();
                first.datesUntil(last.plusDays(1))
                        .forEach(day -> timesOn(schedule, day).forEach(time -> {
                            long at = instant(day.atTime(time));
                            if (at >= from && at < to && begun.add(at)) {
                                rounds.add(round(schedule, route.get(), day.atTime(time), at));
                            }
                        }));
            }
        }
        rounds.sort(Comparator.comparingLong(Round::plannedAt).thenComparing(Round::id));
        return rounds;
    }

    private LocalDate date(long millis) {
        return Instant.ofEpochMilli(millis).atZone(zone).toLocalDate();
    }

    private long instant(LocalDateTime local) {
        return ZonedDateTime.ofLocal(local, zone, null).toInstant().toEpochMilli();
    }

    private List<LocalTime> timesOn(PatrolSchedule schedule, LocalDate day) {
        boolean wanted = schedule.onlyOn().isEmpty() || isIn(schedule.onlyOn(), day);
        if (!wanted || isIn(schedule.notOn(), day)) {
            return List.of();
        }
        Recurrence recurrence = recurrences.get(schedule.id());
        DayOfWeek weekday = like.get(day);
        LocalDate model = weekday == null ? day : day.with(TemporalAdjusters.previousOrSame(weekday));
        return recurrence == null ? List.of() : recurrence.on(model);
    }

    private boolean isIn(List<String> names, LocalDate day) {
        return names.stream()
                .anyMatch(name -> groups.getOrDefault(name, Set.of()).contains(day));
    }

    private Round round(PatrolSchedule schedule, Route route, LocalDateTime local, long plannedAt) {
        String id = schedule.id() + "@" + local;
        boolean sealed = (schedule.shuffle() || schedule.jitterMinutes() > 0) && seal.isPresent();
        byte[] seed = sealed ? seal.orElseThrow().seed(id) : new byte[0];
        List<Route.Stop> stops = route.stops().stream()
                .filter(stop -> active.contains(stop.checkpoint()))
                .toList();
        List<Route.Stop> ordered = sealed && schedule.shuffle() ? inWindows(stops, seed) : stops;
        long startAt = plannedAt + (sealed ? RoundSeal.jitterMillis(schedule.jitterMinutes(), seed) : 0);
        List<PlannedStop> planned = IntStream.range(0, ordered.size())
                .mapToObj(i -> PlannedStop.of(i + 1, ordered.get(i), startAt, route.extendedMinutes()))
                .toList();
        return new Round(
                id,
                schedule.id(),
                route.id(),
                route.order(),
                plannedAt,
                startAt,
                startAt + route.graceMinutes() * 60_000L,
                planned.stream().mapToLong(PlannedStop::lateTo).max().orElse(startAt),
                planned,
                route.staffing(),
                schedule.officers(),
                sealed,
                sealed ? RoundSeal.commitment(id, seed) : "");
    }

    /** The windows stay where they are; which checkpoint has which is random. */
    private static List<Route.Stop> inWindows(List<Route.Stop> stops, byte[] seed) {
        List<Route.Stop> mixed = RoundSeal.shuffled(stops, seed);
        return IntStream.range(0, stops.size())
                .mapToObj(i -> {
                    Route.Stop window = stops.get(i);
                    Route.Stop what = mixed.get(i);
                    return new Route.Stop(
                            what.checkpoint(),
                            window.fromMinutes(),
                            window.toMinutes(),
                            what.required(),
                            what.hidden(),
                            what.dwellMinSeconds(),
                            what.dwellMaxSeconds(),
                            0);
                })
                .toList();
    }
}
