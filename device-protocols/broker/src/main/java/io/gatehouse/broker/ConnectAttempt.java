package io.gatehouse.broker;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at the door.
 *
 * @param named whether the client id is its own, and not one that it was given here
 * @param password as it came, or nothing
 * @param secure whether the connection is TLS
 * @param certificate whose key it has shown to hold, believed by the listener, or nothing
 */
public record ConnectAttempt(
        String clientId,
        boolean named,
        @Nullable String userName,
        byte @Nullable [] password,
        int version,
        String address,
        boolean secure,
        @Nullable X509Certificate certificate) {}
