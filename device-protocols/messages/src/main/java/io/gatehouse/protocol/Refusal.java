package io.gatehouse.protocol;

/** Why something was not taken: a stable code to count and a sentence that says what to mend. */
public record Refusal(RefusalCode code, String message) {}
