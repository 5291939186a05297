package io.gatehouse.protocol.device;

import io.gatehouse.protocol.RefusalCode;

/**
 * What the gateway says on {@code error} about a message it did not take.
 *
 * @param channel where the message came in, such as {@code event}
 */
public record DeviceError(RefusalCode code, String message, String channel) {}
