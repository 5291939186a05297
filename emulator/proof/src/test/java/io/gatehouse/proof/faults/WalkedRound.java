package io.gatehouse.proof.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A round out of a seed: when its guard really was where, and by which way somebody would hear of it, or who only played back
 * a reading. It knows what is right to say of it and shares no code with the judge. Seconds after the round's start.
 */
final class WalkedRound {

    static final int STOPS = 4;
    static final int QUARTER = 900;
    static final int EXTENDED = 300;
    static final int END = STOPS * QUARTER + EXTENDED;
    /** The line to the fleet is cut from then on, and whole again. */
    static final int CUT = 1_200;

    static final int MENDED = 2_400;

    /** How a stop is noticed. */
    enum Way {
        COAP,
        MQTT,
        READER,
        DOOR,
        WAND,
        PHONE
    }

    /** Whom the phone tells. */
    enum Told {
        GATEWAY,
        FLEET,
        BOTH
    }

    /**
     * What really happened at a stop.
     *
     * @param there when, or nothing
     * @param down why nobody could have been noticed, or nothing
     * @param played when somebody who was not there played back a reading of the tag, or nothing
     */
    record Stop(
            Way way,
            @Nullable Integer there,
            @Nullable String down,
            Told told,
            @Nullable Integer played) {}

    /** Where a wand is read out. */
    enum Dock {
        COAP,
        GATEWAY,
        FLEET
    }

    final int number;
    final boolean ordered;
    final int docked;
    final Dock dock;
    /** From then on the phone has a network; before it keeps what it reads. */
    final int synced;

    final List<Stop> stops = new ArrayList<>();

    WalkedRound(int number) {
        SplittableRandom random = new SplittableRandom(number * 7_919L + 17);
        this.number = number;
        ordered = random.nextBoolean();
        docked = END + 300 + random.nextInt(1_200);
        int way = random.nextInt(8);
        dock = way == 0 ? Dock.FLEET : way < 4 ? Dock.COAP : Dock.GATEWAY;
        synced = random.nextBoolean() ? 0 : 600 + random.nextInt(END + 300);
        boolean reader = false;
        for (int stop = 0; stop < STOPS; stop++) {
            Way by = Way.values()[random.nextInt(Way.values().length)];
            boolean isReader = by == Way.READER || by == Way.DOOR;
            stops.add(stop(stop, reader && isReader ? Way.PHONE : by, random));
            reader |= isReader;
        }
    }

    private Stop stop(int stop, Way way, SplittableRandom random) {
        int kind = random.nextInt(8);
        int low =
                kind == 1 ? from(stop) - EXTENDED : kind == 2 ? to(stop) : kind == 3 ? to(stop) + EXTENDED : from(stop);
        int high = kind == 1 ? from(stop) : kind == 2 ? to(stop) + EXTENDED : kind == 3 ? low + 180 : to(stop);
        // well off the edges, since the test's clock goes on while it works
        boolean none = kind == 0 || high - low <= 120;
        Integer there = none ? null : Integer.valueOf(low + 60 + random.nextInt(high - low - 120));
        boolean device = way == Way.COAP || way == Way.MQTT;
        String down = there == null && device && random.nextBoolean()
                ? random.nextBoolean() ? "READER_DOWN" : "BATTERY_FLAT"
                : null;
        Integer played = there == null && way == Way.PHONE && random.nextBoolean()
                ? Integer.valueOf(from(stop) + 60 + random.nextInt(to(stop) - from(stop) - 120))
                : null;
        return new Stop(way, there, down, Told.values()[random.nextInt(3)], played);
    }

    int from(int stop) {
        return ordered ? stop * QUARTER : 0;
    }

    int to(int stop) {
        return ordered ? (stop + 1) * QUARTER : STOPS * QUARTER;
    }

    /** When whoever asks hears of it: the gateway of what only the fleet was told, when the line is whole again. */
    private int heard(Stop stop, int there, boolean atGateway) {
        int told = told(stop, there);
        boolean waits = atGateway && stop.way == Way.PHONE && stop.told == Told.FLEET && told >= CUT && told < MENDED;
        return waits ? MENDED : told;
    }

    /** When the first of both heard of it. */
    int told(Stop stop, int there) {
        return switch (stop.way) {
            case WAND -> docked;
            case PHONE -> Math.max(synced, there);
            case COAP, MQTT, READER, DOOR -> there;
        };
    }

    private boolean counts(int stop, int there) {
        return there >= from(stop) - EXTENDED && there <= to(stop) + EXTENDED;
    }

    private boolean isKnown(int stop, int now, boolean atGateway) {
        Integer there = stops.get(stop).there;
        return there != null && counts(stop, there) && heard(stops.get(stop), there, atGateway) <= now;
    }

    /** What is right to say at that second, one word a stop with its flags, cause and doubt. */
    List<String> right(int now, boolean atGateway) {
        List<String> all = new ArrayList<>();
        for (int stop = 0; stop < STOPS; stop++) {
            all.add(isKnown(stop, now, atGateway) ? made(stop, now, atGateway) : notMade(stop, now, atGateway));
        }
        return all;
    }

    private String made(int stop, int now, boolean atGateway) {
        Integer at = stops.get(stop).there;
        int there = at == null ? 0 : at;
        String status = there < from(stop) ? "EARLY" : there <= to(stop) ? "ON_TIME" : "LATE";
        boolean behind = false;
        for (int later = stop + 1; ordered && later < STOPS; later++) {
            Integer other = stops.get(later).there;
            behind |= other != null && isKnown(later, now, atGateway) && other < there;
        }
        boolean late = told(stops.get(stop), there) > to(stop) + EXTENDED;
        return status + (behind ? " OUT_OF_SEQUENCE" : "") + (late ? " REPORTED_LATE" : "");
    }

    private String notMade(int stop, int now, boolean atGateway) {
        Stop what = stops.get(stop);
        Integer played = what.played;
        String flag = played != null && heard(what, played, atGateway) <= now ? " REPLAYED" : "";
        if (now <= to(stop) + EXTENDED) {
            return "PENDING" + flag;
        }
        boolean inside = (what.way == Way.WAND && docked > now) || (what.way == Way.PHONE && synced > now);
        return "MISSED" + flag + (inside ? " DATA_IN_WAND?" : " " + (what.down == null ? "GUARD" : what.down));
    }
}
