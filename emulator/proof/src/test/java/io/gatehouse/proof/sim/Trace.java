package io.gatehouse.proof.sim;

/** What happened, line by line, for whoever replays a seed; and a number that stands for all of it. */
final class Trace {

    private final Timeline time;
    private final boolean loud;
    private long sum = 17;

    Trace(Timeline time, boolean loud) {
        this.time = time;
        this.loud = loud;
    }

    void tell(String what) {
        sum = 31 * sum + what.hashCode();
        sum = 31 * sum + time.now();
        if (loud) {
            long seconds = time.now() / World.SECOND;
            System.out.printf(
                    "day %d %02d:%02d:%02d.%03d %s%n",
                    seconds / 86_400,
                    seconds / 3_600 % 24,
                    seconds / 60 % 60,
                    seconds % 60,
                    time.now() % World.SECOND,
                    what);
        }
    }

    /** Equal for runs in which the same happened at the same times. */
    long sum() {
        return sum;
    }
}
