package io.gatehouse.protocol;

import io.gatehouse.protocol.device.EventType;
import io.gatehouse.protocol.uplink.GatewayEvents;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How soon a record is wanted at the centre, most urgent first. It orders what waits, and what waits is counted by it;
 * what must be kept is the {@link EventClass}'s to say.
 */
public enum Urgency {
    /** Somebody must look now. */
    ALARM(1),
    /** Doors, passages, decisions. */
    ACCESS(2),
    /** Rounds of guards. */
    PATROL(3),
    /** How the site is set up and who is connected. */
    CONFIGURATION(4),
    /** States and measurements. */
    TELEMETRY(5);

    private static final Set<EventType> ALARMS = EnumSet.of(
            EventType.DOOR_FORCED,
            EventType.DOOR_HELD,
            EventType.TAMPERED,
            EventType.FIRE_ALARM,
            EventType.CAMERA_FAULT,
            EventType.POWER_LOST,
            EventType.LOCK_FAULT,
            EventType.CONTACT_FAULT,
            EventType.TAILGATE,
            EventType.REVERSE_PASSAGE,
            EventType.EVENT_GAP);

    private static final Set<EventType> SET_UP =
            EnumSet.of(EventType.DEVICE_STARTED, EventType.BATTERY_LOW, EventType.CAMERA_RESTORED);

    private static final Map<String, Urgency> OF_GATEWAY = Map.ofEntries(
            Map.entry(GatewayEvents.FOREIGN_TOPIC_TRIED, ALARM),
            Map.entry(GatewayEvents.SIGN_IN_REFUSED, ALARM),
            Map.entry(GatewayEvents.SITE_BOOK_REFUSED, ALARM),
            Map.entry(GatewayEvents.JOURNAL_GAP, ALARM),
            Map.entry(GatewayEvents.JOURNAL_FILLING, ALARM),
            Map.entry(GatewayEvents.DURESS, ALARM),
            Map.entry(GatewayEvents.READER_LOCKED_OUT, ALARM),
            Map.entry(GatewayEvents.CREDENTIAL_LOCKED_OUT, ALARM),
            Map.entry(GatewayEvents.DOOR_HELD_PREALARM, ALARM),
            Map.entry(GatewayEvents.RELEASE_UNPOWERED, ALARM),
            Map.entry(GatewayEvents.INTRUSION_LANE, ALARM),
            Map.entry(GatewayEvents.PATROL_ALARM, ALARM),
            Map.entry(GatewayEvents.PATROL_FINDING, PATROL),
            Map.entry(GatewayEvents.PATROL_SCANS_TAKEN, PATROL),
            Map.entry(GatewayEvents.PATROL_ORDERED, PATROL),
            Map.entry(GatewayEvents.PATROL_TOLD, PATROL),
            // somebody waits for what the door did
            Map.entry(GatewayEvents.COMMAND_REPORTED, ACCESS),
            Map.entry(GatewayEvents.STORAGE_FAILED, ALARM),
            Map.entry(GatewayEvents.JOURNAL_SET_BACK, ALARM),
            Map.entry(GatewayEvents.JOURNAL_DRAINED, CONFIGURATION),
            Map.entry(GatewayEvents.GATEWAY_STARTED, CONFIGURATION),
            Map.entry(GatewayEvents.GATEWAY_STOPPED, CONFIGURATION),
            Map.entry(GatewayEvents.DEVICE_CONNECTED, CONFIGURATION),
            Map.entry(GatewayEvents.DEVICE_DISCONNECTED, CONFIGURATION),
            Map.entry(GatewayEvents.MESSAGE_REFUSED, CONFIGURATION),
            Map.entry(GatewayEvents.SITE_BOOK_APPLIED, CONFIGURATION));

    private static final Map<Integer, Urgency> BY_CODE =
            Set.of(values()).stream().collect(Collectors.toUnmodifiableMap(Urgency::code, urgency -> urgency));

    private final int code;

    Urgency(int code) {
        this.code = code;
    }

    /** A number from 1 to 7 that never changes: it lies in journals. */
    public int code() {
        return code;
    }

    /** The one with that code, if this version knows it. */
    public static Optional<Urgency> byCode(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /** What a record counts as when nothing more is known than its lane. */
    public static Urgency of(Lane lane) {
        return lane == Lane.EVIDENCE ? ACCESS : TELEMETRY;
    }

    /** How urgent an event is; a type that nobody knows counts as access, since it is evidence of something. */
    public static Urgency of(EventClass eventClass, String type) {
        if (eventClass.lane() == Lane.TELEMETRY) {
            return TELEMETRY;
        }
        Urgency told = OF_GATEWAY.get(type);
        return told != null ? told : EventType.byWireName(type).map(Urgency::of).orElse(ACCESS);
    }

    private static Urgency of(EventType type) {
        if (type == EventType.CHECKPOINT_SCANNED || type == EventType.WAND_READ) {
            return PATROL;
        }
        return ALARMS.contains(type) ? ALARM : SET_UP.contains(type) ? CONFIGURATION : ACCESS;
    }
}
