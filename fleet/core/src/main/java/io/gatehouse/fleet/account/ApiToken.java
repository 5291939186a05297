package io.gatehouse.fleet.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A token of an account, without its secret. */
public record ApiToken(
        String id,
        String account,
        String name,
        String role,
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
