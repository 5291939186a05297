package io.gatehouse.gateway.seen;

import io.gatehouse.protocol.DeviceId;

/** The identity of a device's message, for ever. */
public record EventKey(DeviceId device, String bootId, long seq) {}
