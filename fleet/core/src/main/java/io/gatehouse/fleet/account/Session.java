package io.gatehouse.fleet.account;

import io.gatehouse.fleet.store.Hashes;

/**
 * A signed-in browser.
 *
 * @param secret what the cookie carries; only its hash is kept
 * @param csrf what writes must carry
 */
public record Session(String secret, String csrf, Account account) {

    private static final int SHOWN = 12;

    /** What may be written down of it. */
    public String id() {
        return Hashes.sha256(secret).substring(0, SHOWN);
    }

    @Override
    public String toString() {
        return "session of " + account.name();
    }
}
