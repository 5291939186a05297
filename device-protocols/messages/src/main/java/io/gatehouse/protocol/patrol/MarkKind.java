package io.gatehouse.protocol.patrol;

/** How it is known that somebody was at a checkpoint. */
public enum MarkKind {
    /** An NFC tag by its number. */
    NFC(false),
    /** An NFC tag that signs each reading and counts them (NTAG 424). */
    NFC_SIGNED(false),
    /** A printed code: it can be photographed. */
    QR(false),
    /** A code that changes with time. */
    QR_ROTATING(false),
    /** A Bluetooth beacon. */
    BLE(false),
    /** A button for a wand: RFID or iButton. */
    RFID_BUTTON(false),
    /** A read at an access point; the mark's value is its id. */
    READER(true),
    /** A door that opens; the mark's value is its id. */
    DOOR(true),
    /** A camera sees somebody; the mark's value is the camera's device id. */
    CAMERA(true),
    /** A position within the checkpoint's radius. */
    GPS(false);

    private final boolean incidental;

    MarkKind(boolean incidental) {
        this.incidental = incidental;
    }

    /** It also happens when nobody patrols: what satisfies no stop is no scan. */
    public boolean isIncidental() {
        return incidental;
    }
}
