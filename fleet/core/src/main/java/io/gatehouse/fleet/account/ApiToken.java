package io.gatehouse.fleet.account;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token of an account, without its secret.
 *
 * @param sites the only sites that it is for, or nothing for all of the account's
 * @param grants what its account may do now; the token may do no more than that, whatever it was made for
 */
public record ApiToken(
        String id,
        String account,
        String name,
        String role,
        @Nullable List<String> sites,
        List<Grant> grants,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {

    /** A token that was just made, with its secret, which is told this once. */
    public record Made(ApiToken token, String secret) {
        @Override
        public String toString() {
            return "new token " + token.id();
        }
    }
}
