package io.gatehouse.protocol.profile;

/**
 * A likely reason why a check failed.
 *
 * @param when what the check found
 * @param key the message's key, such as {@code contact-reversed}
 * @param text what it is and what to do about it
 */
public record Cause(Finding when, String key, Words text) {}
