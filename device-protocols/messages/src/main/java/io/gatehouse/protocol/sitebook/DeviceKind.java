package io.gatehouse.protocol.sitebook;

/** What a device is, by its main duty. */
public enum DeviceKind {
    TURNSTILE,
    READER,
    DOOR_SENSOR,
    CHECKPOINT,
    CAMERA
}
