package io.gatehouse.broker.wire;

/** A packet that breaks the standard. Carries no stack trace: who sends many of them shall not cost us much. */
public final class PacketFault extends Exception {

    private static final long serialVersionUID = 1L;

    /** Not of the form that the standard prescribes (MQTT 5 §1.2, §4.13). */
    static final int MALFORMED = 0x81;

    /** Of the right form, but against a rule. */
    static final int PROTOCOL_ERROR = 0x82;

    /** The word of the old versions for a version under the wrong name. */
    static final int OLD_VERSION_REFUSED = 0x01;

    static final int VERSION_NOT_SUPPORTED = 0x84;
    static final int CLIENT_ID_NOT_VALID = 0x85;
    static final int BAD_AUTHENTICATION_METHOD = 0x8C;
    static final int TOPIC_ALIAS_INVALID = 0x94;
    static final int PACKET_TOO_LARGE = 0x95;

    /** The connection ends without a word. */
    static final int SILENT = -1;

    private final int code;

    private PacketFault(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    static PacketFault of(int code, String message) {
        return new PacketFault(code, message);
    }

    static PacketFault malformed(String message) {
        return new PacketFault(MALFORMED, message);
    }

    static PacketFault violation(String message) {
        return new PacketFault(PROTOCOL_ERROR, message);
    }

    static PacketFault silent(String message) {
        return new PacketFault(SILENT, message);
    }

    /** An MQTT 5 reason code, or {@link #SILENT}. */
    int code() {
        return code;
    }

    PacketFault as(int other) {
        return new PacketFault(other, String.valueOf(getMessage()));
    }
}
