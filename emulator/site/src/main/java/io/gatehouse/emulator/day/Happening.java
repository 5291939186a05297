package io.gatehouse.emulator.day;

/** Something that happens at a second of the day. */
public sealed interface Happening {

    int second();

    /** A card is held to a reader. */
    record Badge(int second, String reader, String card) implements Happening {}

    /** A guard touches a checkpoint. */
    record Scan(int second, String checkpoint, String tag, String officer) implements Happening {}

    /** A door stands open for too long. */
    record Held(int second, String sensor, int forSeconds) implements Happening {}

    /** A door is opened by force. */
    record Forced(int second, String sensor) implements Happening {}

    /** A camera loses its picture for a while. */
    record CameraFails(int second, String camera, String fault, int forSeconds) implements Happening {}

    /** Somebody goes through a lane close behind another one, without a card. */
    record Tailgates(int second, String lane) implements Happening {}

    /** A device's battery is nearly empty. */
    record BatteryFlat(int second, String device) implements Happening {}
}
