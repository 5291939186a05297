package io.gatehouse.fleet.rollout.engine;

/** How a rollout stands. */
public enum Phase {
    /** For another person to agree. */
    WAITING,
    RUNNING,
    /** Nothing new is asked; what is on its way is watched. */
    PAUSED,
    /** For good; what has the new one keeps it. */
    STOPPED,
    ROLLING_BACK,
    ROLLED_BACK,
    DONE;

    /** Whether nothing is left to do but for those that were away. */
    public boolean isOver() {
        return this == STOPPED || this == ROLLED_BACK || this == DONE;
    }
}
