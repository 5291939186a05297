package io.gatehouse.protocol.sitebook;

/** What a device is, by its main duty. */
public enum DeviceKind {
    TURNSTILE,
    READER,
    DOOR_SENSOR,
    CHECKPOINT,
    CAMERA,
    /** It has fire inputs; of nothing else a fire alarm is believed. */
    FIRE_PANEL
}
