package io.gatehouse.patrol.judge;

import java.util.List;

/**
 * How far a visit can be believed. It never decides whether a stop counts.
 *
 * @param percent 0 to 100
 * @param reasons what took from it, in the order of {@link Reason}
 */
public record Confidence(int percent, List<Reason> reasons) {

    public static final Confidence FULL = new Confidence(100, List.of());

    /** What takes from the confidence, and how much. */
    public enum Reason {
        SIGNATURE_WRONG(100),
        REPLAYED(100),
        MANUAL(40),
        MOCK_LOCATION(40),
        /** Faster than anybody is. */
        TOO_FAST(30),
        POSITION_MISMATCH(30),
        /** A printed code can be photographed. */
        QR_COPYABLE(25),
        CLOCK_SUSPECT(20),
        NOT_IN_CUSTODY(20),
        /** Doors and readers nearby noticed nobody. */
        NO_DOOR_EVENT_NEAR(15),
        NOT_SIGNED(10),
        RECORDS_MISSING(10),
        /** Somebody else than the round is for. */
        OFFICER_NOT_ASSIGNED(10),
        OFFICER_UNKNOWN(10),
        /** It came by a reader or a door, which others use too. */
        INCIDENTAL(5);

        private final int cost;

        Reason(int cost) {
            this.cost = cost;
        }

        public int cost() {
            return cost;
        }
    }

    public Confidence {
        reasons = List.copyOf(reasons);
    }

    static Confidence of(List<Reason> reasons) {
        List<Reason> inOrder = reasons.stream().distinct().sorted().toList();
        int left = 100 - inOrder.stream().mapToInt(Reason::cost).sum();
        return new Confidence(Math.max(0, left), inOrder);
    }
}
