package io.gatehouse.fleet.account;

import io.gatehouse.fleet.store.Hashes;

/**
 * A signed-in browser.
 *
 * @param secret what the cookie carries; only its hash is kept
 * @param csrf what writes must carry
 * @param how the way in which somebody showed who they are
 */
public record Session(String secret, String csrf, Account account, String how) {

    /** {@link #how} by passkey. */
    public static final String PASSKEY = "passkey";

    private static final int SHOWN = 12;

    /** Whether it was shown by two factors, or by one that has verified the person. */
    public boolean twoFactors() {
        return account.secondFactor() || how.equals(PASSKEY);
    }

    /** What may be written down of it. */
    public String id() {
        return Hashes.sha256(secret).substring(0, SHOWN);
    }

    @Override
    public String toString() {
        return "session of " + account.name();
    }
}
