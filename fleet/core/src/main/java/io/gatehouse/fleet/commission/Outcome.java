package io.gatehouse.fleet.commission;

/** How a check stands. */
public enum Outcome {
    /** Nobody has begun it for this box. */
    OPEN,
    /** It waits for what it looks for. */
    RUNNING,
    /** Everything came that the device can tell; a person has to say whether it was seen. */
    ASKING,
    PASSED,
    FAILED,
    /** Left out, with a reason. */
    SKIPPED;

    public boolean isFinal() {
        return this == PASSED || this == FAILED || this == SKIPPED;
    }
}
