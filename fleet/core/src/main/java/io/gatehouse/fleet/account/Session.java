package io.gatehouse.fleet.account;

/**
 * A signed-in browser.
 *
 * @param secret what the cookie carries; only its hash is kept
 * @param csrf what writes must carry
 */
public record Session(String secret, String csrf, Account account) {

    @Override
    public String toString() {
        return "session of " + account.name();
    }
}
