package io.gatehouse.broker;

/** What became of a client's publish. */
public sealed interface Verdict {

    /** Taken; the acknowledgement leaves now. */
    record Accepted() implements Verdict {}

    /** Taken, and also sent on to whoever subscribed. */
    record Routed() implements Verdict {}

    /**
     * Not taken and not to be sent again: MQTT 5 gets an acknowledgement with this reason code (MQTT 5 §3.4.2.1), 3.1.1
     * a plain one.
     *
     * @param pauseMillis for how long nothing more is read from the client; 0 for not at all
     */
    record Refused(byte reasonCode, String message, long pauseMillis) implements Verdict {

        public Refused(byte reasonCode, String message) {
            this(reasonCode, message, 0);
        }
    }

    /** No room now: nothing is acknowledged and the connection ends shortly, so that the client comes back with it. */
    record Busy() implements Verdict {}

    /** The client has no business here: the connection ends (MQTT 5 §3.14.2.1). */
    record Disconnect(byte reasonCode, String message) implements Verdict {}

    Verdict ACCEPTED = new Accepted();
    Verdict ROUTED = new Routed();
    Verdict BUSY = new Busy();

    /** MQTT 5 reason codes used here. */
    byte PAYLOAD_FORMAT_INVALID = (byte) 0x99;

    byte TOPIC_NAME_INVALID = (byte) 0x90;
    byte NOT_AUTHORIZED = (byte) 0x87;
    byte QUOTA_EXCEEDED = (byte) 0x97;
}
