package io.gatehouse.patrol.judge;

import io.gatehouse.patrol.PlannedStop;
import io.gatehouse.patrol.Round;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stop while it is looked for who made it. */
final class StopWork {

    private final Round round;
    private final PlannedStop planned;
    private final List<Reading> further = new ArrayList<>();
    private @Nullable Reading made;

    StopWork(Round round, PlannedStop planned) {
        this.round = round;
        this.planned = planned;
    }

    Round round() {
        return round;
    }

    PlannedStop planned() {
        return planned;
    }

    @Nullable
    Reading made() {
        return made;
    }

    boolean isOpen() {
        return made == null;
    }

    void madeBy(Reading reading) {
        made = reading;
        reading.belongsTo(this, ScanVerdict.Use.MADE_STOP);
    }

    void add(Reading reading, ScanVerdict.Use as) {
        further.add(reading);
        reading.belongsTo(this, as);
    }

    List<Reading> further() {
        return further;
    }

    /** All that belong to it, the one that made it first. */
    List<Reading> all() {
        List<Reading> all = new ArrayList<>();
        if (made != null) {
            all.add(made);
        }
        all.addAll(further);
        return all;
    }

    Set<String> officers() {
        Set<String> who = new LinkedHashSet<>();
        all().forEach(reading -> who.addAll(reading.officers()));
        return who;
    }

    StopStatus status(long now) {
        Reading by = made;
        if (by == null) {
            return now > planned.lateTo() ? StopStatus.MISSED : StopStatus.PENDING;
        }
        if (by.isOnTime(planned)) {
            return StopStatus.ON_TIME;
        }
        return by.at() < planned.onTimeFrom() ? StopStatus.EARLY : StopStatus.LATE;
    }
}
