package io.gatehouse.door;

import static io.gatehouse.door.LaneFact.INTRUSION_LANE;
import static io.gatehouse.door.LaneFact.LANE_BUSY;
import static io.gatehouse.door.LaneFact.LANE_RELEASED;
import static io.gatehouse.door.LaneFact.PASSED;
import static io.gatehouse.door.LaneFact.PASSING_TIMEOUT;
import static io.gatehouse.door.LaneFact.REVERSE_PASSAGE;
import static io.gatehouse.door.LaneFact.TAILGATE;
import static io.gatehouse.door.LaneTable.Phase.CLEARING;
import static io.gatehouse.door.LaneTable.Phase.FREE;
import static io.gatehouse.door.LaneTable.Phase.RELEASED;
import static io.gatehouse.door.LaneTable.Phase.SHUT;
import static io.gatehouse.door.LaneTable.Signal.AGAINST;
import static io.gatehouse.door.LaneTable.Signal.ALONG;
import static io.gatehouse.door.LaneTable.Signal.ALONG_LAST;
import static io.gatehouse.door.LaneTable.Signal.DUE;
import static io.gatehouse.door.LaneTable.Signal.FREED;
import static io.gatehouse.door.LaneTable.Signal.GRANT;
import static io.gatehouse.door.LaneTable.Signal.GRANT_OTHER_WAY;
import static io.gatehouse.door.LaneTable.Signal.SECURED;

import java.util.List;
import java.util.Optional;

/** Every transition of a turnstile or lane. What is not in the table changes nothing. */
public final class LaneTable {

    /** Where a lane is in its cycle. */
    public enum Phase {
        SHUT,
        /** For one way, for as many people as there were grants. */
        RELEASED,
        /** All who were granted are through, and the lane is about to shut behind them. */
        CLEARING,
        /** Whoever comes may pass, either way. */
        FREE
    }

    /** What moves it. */
    public enum Signal {
        GRANT,
        GRANT_OTHER_WAY,
        /** One body, the granted way. */
        ALONG,
        /** The same, on the last grant. */
        ALONG_LAST,
        /** One body, the other way. */
        AGAINST,
        DUE,
        FREED,
        SECURED
    }

    /** @param facts told in this order */
    public record Row(Phase from, Signal signal, Phase to, List<LaneFact> facts) {}

    public static final List<Row> ROWS = List.of(
            row(SHUT, GRANT, RELEASED, LANE_RELEASED),
            row(SHUT, ALONG, SHUT, INTRUSION_LANE),
            row(SHUT, AGAINST, SHUT, INTRUSION_LANE),
            row(SHUT, FREED, FREE),
            row(RELEASED, GRANT, RELEASED, LANE_RELEASED),
            row(RELEASED, GRANT_OTHER_WAY, RELEASED, LANE_BUSY),
            row(RELEASED, ALONG, RELEASED, PASSED),
            row(RELEASED, ALONG_LAST, CLEARING, PASSED),
            row(RELEASED, AGAINST, RELEASED, REVERSE_PASSAGE),
            row(RELEASED, DUE, SHUT, PASSING_TIMEOUT),
            row(RELEASED, FREED, FREE),
            row(RELEASED, SECURED, SHUT, PASSING_TIMEOUT),
            row(CLEARING, GRANT, RELEASED, LANE_RELEASED),
            row(CLEARING, GRANT_OTHER_WAY, CLEARING, LANE_BUSY),
            row(CLEARING, ALONG, CLEARING, TAILGATE),
            row(CLEARING, AGAINST, CLEARING, REVERSE_PASSAGE),
            row(CLEARING, DUE, SHUT),
            row(CLEARING, FREED, FREE),
            row(CLEARING, SECURED, SHUT),
            row(FREE, SECURED, SHUT));

    private LaneTable() {}

    private static Row row(Phase from, Signal signal, Phase to, LaneFact... facts) {
        return new Row(from, signal, to, List.of(facts));
    }

    static Optional<Row> find(Phase from, Signal signal) {
        for (Row row : ROWS) {
            if (row.from == from && row.signal == signal) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }
}
