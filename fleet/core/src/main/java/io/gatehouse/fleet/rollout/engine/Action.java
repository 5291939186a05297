package io.gatehouse.fleet.rollout.engine;

/** What a step asks for, or has to tell. */
public sealed interface Action {

    /** Give the device the new one. */
    record Install(UnitKey unit) implements Action {}

    /** Have the device go back. */
    record Return(UnitKey unit) implements Action {}

    /**
     * Something that the record of the rollout should hold.
     *
     * @param code stable, such as {@code WAVE_DONE}
     */
    record Told(String code, String detail) implements Action {}
}
