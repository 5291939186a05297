package io.gatehouse.fleet.enrol;

import java.time.Instant;

/**
 * What a technician hands to a device or a gateway so that it may enrol once.
 *
 * @param text the secret (160 random bits), a dot, and the fingerprint of the authority by which the holder knows the
 *     fleet before it trusts it
 */
public record ClaimToken(String text, Instant expires) {

    static final String PREFIX = "ghe_";

    /** The part that is secret; what follows the dot is for the holder. */
    static String secretOf(String text) {
        int dot = text.indexOf('.');
        return dot < 0 ? text : text.substring(0, dot);
    }

    @Override
    public String toString() {
        return "a claim token until " + expires;
    }
}
