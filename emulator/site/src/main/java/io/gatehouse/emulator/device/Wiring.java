package io.gatehouse.emulator.device;

/** How somebody has connected a device's inputs. */
public enum Wiring {
    RIGHT,
    /** The door contact is wired normally open instead of normally closed: it says the opposite. */
    CONTACT_REVERSED,
    /** The wire of the door contact is cut: it says nothing. */
    CONTACT_CUT
}
