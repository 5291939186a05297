package io.gatehouse.protocol.access;

/**
 * What a reader shows; the names are ONVIF's, and those of {@code feedback} on the wire. A reader that has only a light and a
 * sounder, as one on an OSDP line (IEC 60839-11-5), shows the {@link Signal}.
 */
public enum ReaderFeedback {
    /** Out of use. */
    DISABLED(Colour.OFF, 0, 0, 0),
    /** Nothing is going on; ends what was shown before. */
    IDLE(Colour.RED, 0, 0, 0),
    DOOR_LOCKED(Colour.RED, 0, 0, 0),
    /** The door stands open for a while. */
    DOOR_UNLOCKED(Colour.GREEN, 0, 0, 0),
    DOOR_OPEN_TOO_LONG(Colour.RED, 2, 2, 0),
    /** Soon it has stood open too long. */
    DOOR_PRE_ALARM_WARNING(Colour.AMBER, 5, 5, 0),
    /** One more factor, or one more person. */
    REQUIRE_IDENTIFIER(Colour.AMBER, 3, 3, 1),
    TEXT_MESSAGE(Colour.AMBER, 0, 0, 1),
    /** Somebody is asked, or a delay runs. */
    PROCESSING(Colour.BLUE, 5, 5, 0),
    /** The face or finger was not seen well. */
    RETRY_IDENTIFIER(Colour.AMBER, 2, 2, 2),
    ACCESS_GRANTED(Colour.GREEN, 0, 0, 1),
    ACCESS_DENIED(Colour.RED, 2, 2, 3),
    /** Counted, as at an assembly point. */
    OK(Colour.GREEN, 0, 0, 1),
    FAULT(Colour.MAGENTA, 5, 5, 0),
    WARNING(Colour.AMBER, 2, 2, 1),
    ALARM(Colour.RED, 1, 1, 0);

    private final Signal signal;

    ReaderFeedback(Colour colour, int onTenths, int offTenths, int beeps) {
        this.signal = new Signal(colour, onTenths, offTenths, beeps);
    }

    /** Colours that OSDP's lights have, by their numbers there. */
    public enum Colour {
        OFF,
        RED,
        GREEN,
        AMBER,
        BLUE,
        MAGENTA,
        CYAN,
        WHITE
    }

    /**
     * A light and a sounder.
     *
     * @param onTenths how long it is lit, in tenths of a second; 0 for a light that does not blink
     * @param beeps how often it sounds, once; 0 for silence
     */
    public record Signal(Colour colour, int onTenths, int offTenths, int beeps) {}

    public Signal signal() {
        return signal;
    }
}
