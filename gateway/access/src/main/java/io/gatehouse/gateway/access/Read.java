package io.gatehouse.gateway.access;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.device.PresentedCredential;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credential at a reader.
 *
 * @param accessPoint as the device named it, or nothing: then the reader's own one
 * @param message which message of the device it is: the same one again is not a second read
 * @param at the moment to judge by: the gateway's time, or the device's for a read that is told later
 * @param timeTrusted whether {@code at} may decide about rights with an end
 */
public record Read(
        DeviceId reader,
        @Nullable String accessPoint,
        String message,
        PresentedCredential credential,
        Instant at,
        boolean timeTrusted) {}
