package io.gatehouse.protocol.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.protocol.card.CardBits;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The events that this version understands, and what each of them must carry. */
public enum EventType {
    /** A credential was shown to a reader; the gateway decides. */
    CREDENTIAL_PRESENTED("CredentialPresented", EventType::credential),
    /** Somebody went through after a grant. */
    PASSAGE_TAKEN("PassageTaken"),
    /** Nobody went through after a grant. */
    PASSAGE_NOT_TAKEN("PassageNotTaken"),
    DOOR_OPENED("DoorOpened"),
    DOOR_CLOSED("DoorClosed"),
    /** Open for longer than the door's open time. */
    DOOR_HELD("DoorHeld"),
    /** Opened without a grant or a request to exit. */
    DOOR_FORCED("DoorForced"),
    REQUEST_TO_EXIT("RequestToExit"),
    TAMPERED("Tampered"),
    TAMPER_RESTORED("TamperRestored"),
    /** The lock does not do what it is told. */
    LOCK_FAULT("LockFault"),
    LOCK_FAULT_ENDED("LockFaultEnded"),
    /** What the door's contact says is not to be believed: cut, shorted, or both at once. */
    CONTACT_FAULT("ContactFault"),
    CONTACT_FAULT_ENDED("ContactFaultEnded"),
    /** One more went through behind a grant than it was for. */
    TAILGATE("Tailgate"),
    /** Somebody came the other way. */
    REVERSE_PASSAGE("ReversePassage"),
    /** A guard touched a checkpoint. */
    CHECKPOINT_SCANNED("CheckpointScanned", fields -> {
        fields.text("tag", 64);
        fields.optionalText("officer", 64);
    }),
    /** A dock read a wand out, or a part of it; a record that cannot be read is no reason to lose the others. */
    WAND_READ("WandRead", fields -> {
        fields.text("wand", 64);
        fields.number("wandTime", Long.MIN_VALUE, Long.MAX_VALUE);
        fields.number("dockTime", Long.MIN_VALUE, Long.MAX_VALUE);
        fields.list("records");
    }),
    CAMERA_FAULT("CameraFault", fields -> fields.text("fault", 48)),
    CAMERA_RESTORED("CameraRestored"),
    /** A picture that somebody asked for: small, JPEG, in base64. */
    SNAPSHOT_TAKEN("SnapshotTaken", fields -> fields.text("image", EventType.MAX_IMAGE)),
    BATTERY_LOW("BatteryLow"),
    POWER_LOST("PowerLost"),
    POWER_RESTORED("PowerRestored"),
    DEVICE_STARTED("DeviceStarted"),
    /** A fire input went on: the doors of its zone are released. Only of devices that have such an input. */
    FIRE_ALARM("FireAlarm", fields -> fields.text("zone", 64)),
    FIRE_ALARM_CLEARED("FireAlarmCleared", fields -> fields.text("zone", 64)),
    /** The device itself lost events: from and to are its own numbers. */
    EVENT_GAP("EventGap", fields -> {
        fields.number("from", 0, Envelope.MAX_SEQ);
        fields.number("to", 0, Envelope.MAX_SEQ);
    });

    /** In base64; leaves room for the rest of the payload. */
    private static final int MAX_IMAGE = 60_000;
    /** Room for a phone's opening with a grant for many gates. */
    private static final int MAX_NUMBER = 2_048;

    private static final Map<String, EventType> BY_WIRE_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::wireName, Function.identity()));

    private final String wireName;
    private final Consumer<Fields> demands;

    EventType(String wireName) {
        this(wireName, fields -> {});
    }

    EventType(String wireName, Consumer<Fields> demands) {
        this.wireName = wireName;
        this.demands = demands;
    }

    public String wireName() {
        return wireName;
    }

    public static Optional<EventType> byWireName(String name) {
        return Optional.ofNullable(BY_WIRE_NAME.get(name));
    }

    void check(Fields fields) {
        demands.accept(fields);
    }

    /** How the bits are written must be right; what they say is the decision's. */
    private static void bits(ObjectNode credential, Fields inner) {
        inner.text("bits", CardBits.MAX_LENGTH);
        inner.optionalText("number", MAX_NUMBER);
        if (credential.hasNonNull("bitLength")) {
            inner.number("bitLength", 1, CardBits.MAX_LENGTH);
        }
        if (inner.refusal().isEmpty()) {
            PresentedCredential.bitsOf(credential).fold(read -> inner, refusal -> {
                inner.refuse(refusal.code(), refusal.message());
                return inner;
            });
        }
    }

    private static void credential(Fields fields) {
        ObjectNode credential = fields.object("credential");
        fields.optionalText("accessPoint", 63);
        if (credential == null) {
            return;
        }
        Fields inner = new Fields(credential);
        inner.text("type", 24);
        inner.optionalText("format", 24);
        if (credential.hasNonNull("bits")) {
            bits(credential, inner);
        } else {
            inner.text("number", MAX_NUMBER);
        }
        inner.optionalText("pin", 16);
        if (credential.hasNonNull("facility")) {
            inner.number("facility", 0, Integer.MAX_VALUE);
        }
        inner.refusal().ifPresent(r -> fields.refuse(r.code(), "in 'credential': " + r.message()));
    }
}
