package io.gatehouse.fleet.enrol;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked before a device that appeared unannounced is let in. Immutable.
 *
 * @param secret the key that signs the question, when there is one; never shown
 * @param patience how long an answer may take; who does not answer in that time has not agreed
 */
public record ApprovalHook(String address, @Nullable String secret, Duration patience, boolean enabled) {}
