package io.gatehouse.launch;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;

/** What a server takes from outside of itself, so that a test can give it something else. */
public record Surroundings(Clock clock, Ids ids, SecureRandom random) {

    /** The real clock and the system's randomness. */
    @MayUseSystem(because = "this is the one place that every main takes them from")
    public static Surroundings ofSystem() {
        SecureRandom random = new SecureRandom();
        return new Surroundings(Clock.systemUTC(), () -> hex(random, 16), random);
    }

    /** Random bytes in lower-case hex, for ids and secrets. */
    public static String hex(SecureRandom random, int bytes) {
        byte[] raw = new byte[bytes];
        random.nextBytes(raw);
        return HexFormat.of().formatHex(raw);
    }
}
