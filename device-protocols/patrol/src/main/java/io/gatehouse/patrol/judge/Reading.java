package io.gatehouse.patrol.judge;

import io.gatehouse.patrol.PlannedStop;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.MarkKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A scan at a checkpoint that is known, while it is being allotted. */
final class Reading {

    private final CheckpointScan scan;
    private final String checkpoint;
    private final MarkKind kind;
    private final long slack;

    // what it has been found to be good for
    private @Nullable StopWork stop;
    private ScanVerdict.Use use = ScanVerdict.Use.UNSCHEDULED;

    /** @param slack how far its time may reach either way */
    Reading(CheckpointScan scan, String checkpoint, MarkKind kind, long slack) {
        this.scan = scan;
        this.checkpoint = checkpoint;
        this.kind = kind;
        this.slack = slack;
    }

    CheckpointScan scan() {
        return scan;
    }

    String checkpoint() {
        return checkpoint;
    }

    MarkKind kind() {
        return kind;
    }

    long at() {
        return scan.at();
    }

    List<String> officers() {
        return scan.officers();
    }

    long slack() {
        return slack;
    }

    boolean isFree() {
        return stop == null && use == ScanVerdict.Use.UNSCHEDULED;
    }

    @Nullable
    StopWork stop() {
        return stop;
    }

    ScanVerdict.Use use() {
        return use;
    }

    void is(ScanVerdict.Use what) {
        use = what;
    }

    void belongsTo(StopWork made, ScanVerdict.Use as) {
        stop = made;
        use = as;
    }

    boolean fits(PlannedStop planned) {
        return at() + slack >= planned.earlyFrom() && at() - slack <= planned.lateTo();
    }

    boolean isOnTime(PlannedStop planned) {
        return at() + slack >= planned.onTimeFrom() && at() - slack <= planned.onTimeTo();
    }

    /** The same people: one of them at least, or nobody knows who either time. */
    boolean sameOfficers(Reading other) {
        return officers().isEmpty()
                ? other.officers().isEmpty()
                : officers().stream().anyMatch(other.officers()::contains);
    }
}
