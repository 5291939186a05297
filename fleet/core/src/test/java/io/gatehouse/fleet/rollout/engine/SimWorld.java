package io.gatehouse.fleet.rollout.engine;

import io.gatehouse.fleet.rollout.engine.Sighting.Order;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Devices as they behave, at a time that the test sets. */
final class SimWorld implements World {

    static final String OLD = "2.4.1";
    static final String NEW = "2.5.0";

    enum Manner {
        WELL,
        /** Takes it and is never heard again. */
        FALLS_SILENT,
        /** Says that it is done, and is never heard again. */
        DONE_THEN_SILENT,
        /** Starts again and again, with the new one. */
        STARTS_FOR_EVER,
        /** Says no. */
        REFUSES,
        /** Runs the new one for a while, and then is worse than before. */
        WORSE,
        /** Falls silent, and is back after a month, with the new one. */
        BACK_AFTER_A_MONTH,
        /** Its line is too thin for the first two tries. */
        FETCHES_LATER,
        /** It never comes to it. */
        NEVER_FETCHES,
        /** Not there at all. */
        ASLEEP
    }

    final Map<UnitKey, Device> devices = new LinkedHashMap<>();
    final Map<String, Set<UnitKey>> entrances = new LinkedHashMap<>();
    final Set<String> emergencies = new HashSet<>();
    final Set<String> gatewaysAway = new HashSet<>();
    final Set<UnitKey> gone = new HashSet<>();
    private final SplittableRandom random;
    Instant now = Instant.parse("2026-11-26T01:00:00Z");

    static final class Device {
        Manner manner;
        String runs = OLD;

        @Nullable
        Instant ordered;

        @Nullable
        Instant returned;

        int installs;
        int returns;
        Duration takes;

        Device(Manner manner, Duration takes) {
            this.manner = manner;
            this.takes = takes;
        }
    }

    SimWorld(long seed) {
        random = new SplittableRandom(seed);
    }

    UnitKey add(String site, String device, Manner manner, String... lanesOf) {
        UnitKey key = new UnitKey(site, device);
        devices.put(key, new Device(manner, Duration.ofSeconds(40 + random.nextInt(80))));
        for (String entrance : lanesOf) {
            entrances.computeIfAbsent(entrance, e -> new LinkedHashSet<>()).add(key);
        }
        return key;
    }

    Device device(UnitKey key) {
        Device found = devices.get(key);
        if (found == null) {
            throw new IllegalArgumentException(key.toString());
        }
        return found;
    }

    List<Unit> units(int... sharesOfWaves) {
        List<Unit> units = new ArrayList<>();
        int at = 0;
        for (UnitKey key : devices.keySet()) {
            int percent = at++ * 100 / devices.size();
            int wave = 0;
            while (wave < sharesOfWaves.length && percent >= sharesOfWaves[wave]) {
                wave++;
            }
            Set<String> lanes = new HashSet<>();
            entrances.forEach((name, all) -> {
                if (all.contains(key)) {
                    lanes.add(name);
                }
            });
            units.add(Unit.pending(key, wave, lanes, now));
        }
        return units;
    }

    void carryOut(List<Action> actions) {
        for (Action action : actions) {
            if (action instanceof Action.Install install) {
                device(install.unit()).ordered = now;
                device(install.unit()).installs++;
            } else if (action instanceof Action.Return back) {
                device(back.unit()).returned = now;
                device(back.unit()).returns++;
            }
        }
    }

    void pass(Duration time) {
        now = now.plus(time);
        devices.values().forEach(this::live);
    }

    private void live(Device one) {
        if (one.returned != null && isOver(one.returned, one.takes) && isHeard(one)) {
            one.runs = OLD;
            one.ordered = null;
            one.returned = null;
            one.manner = Manner.WELL;
        } else if (one.ordered != null
                && isOver(one.ordered, one.takes)
                && one.manner != Manner.REFUSES
                && !isMissing(one)) {
            one.runs = NEW;
        }
    }

    private boolean isOver(Instant since, Duration takes) {
        return Duration.between(since, now).compareTo(takes) >= 0;
    }

    private static boolean isMissing(Device one) {
        return one.manner == Manner.NEVER_FETCHES || (one.manner == Manner.FETCHES_LATER && one.installs < 3);
    }

    private boolean isHeard(Device one) {
        if (one.manner == Manner.ASLEEP) {
            return false;
        }
        Instant ordered = one.ordered;
        if (ordered == null) {
            return true;
        }
        Duration since = Duration.between(ordered, now);
        return switch (one.manner) {
            case FALLS_SILENT, DONE_THEN_SILENT -> since.compareTo(Duration.ofSeconds(20)) < 0;
            case BACK_AFTER_A_MONTH -> since.compareTo(Duration.ofSeconds(20)) < 0 || since.toDays() >= 30;
            case WELL, STARTS_FOR_EVER, REFUSES, WORSE, FETCHES_LATER, NEVER_FETCHES, ASLEEP -> true;
        };
    }

    @Override
    public Sighting of(UnitKey unit) {
        if (gone.contains(unit)) {
            return Sighting.NOTHING;
        }
        Device one = device(unit);
        boolean away = gatewaysAway.contains(unit.site());
        boolean heard = isHeard(one) && !away;
        Instant ordered = one.ordered;
        Instant last = heard ? now : ordered == null ? null : ordered.plusSeconds(20);
        Instant open = one.returned == null ? ordered : one.returned;
        Order order = open == null ? Order.NONE : away ? Order.WAITING : Order.TAKEN;
        boolean said = ordered != null && one.returned == null && one.manner == Manner.DONE_THEN_SILENT;
        boolean no = ordered != null && one.manner == Manner.REFUSES;
        boolean missing = ordered != null && one.returned == null && isOver(ordered, one.takes) && isMissing(one);
        boolean runsNew = one.runs.equals(NEW);
        return new Sighting(
                away ? null : now.minus(Duration.ofDays(60)),
                last,
                heard,
                last == null && !heard ? null : one.runs,
                no ? Order.FAILED : missing ? Order.NOT_FETCHED : said ? Order.DONE : order,
                no ? "no room in the flash" : null,
                runsNew && one.manner == Manner.STARTS_FOR_EVER ? 40 : 0,
                runsNew && one.manner == Manner.WORSE ? 1 : 0);
    }

    @Override
    public List<Set<UnitKey>> lanes(String entrance) {
        return entrances.getOrDefault(entrance, Set.of()).stream().map(Set::of).toList();
    }

    @Override
    public boolean works(UnitKey lane) {
        Device one = device(lane);
        return isHeard(one) && !gatewaysAway.contains(lane.site()) && one.manner != Manner.STARTS_FOR_EVER;
    }

    @Override
    public boolean emergencyAt(String site) {
        return emergencies.contains(site);
    }

    @Override
    public ZoneId zoneOf(String site) {
        return ZoneOffset.UTC;
    }
}
