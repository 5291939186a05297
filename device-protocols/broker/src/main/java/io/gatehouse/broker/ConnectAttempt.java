package io.gatehouse.broker;

import org.jspecify.annotations.Nullable;

/**
 * Somebody at the door.
 *
 * @param password as it came, or nothing
 * @param secure whether the connection is TLS
 */
public record ConnectAttempt(
        String clientId,
        @Nullable String userName,
        byte @Nullable [] password,
        int version,
        String address,
        boolean secure) {}
