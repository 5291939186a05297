package io.gatehouse.protocol.uplink;

import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.Lane;
import java.util.Set;

/** What a record that waits for the fleet is about, the most urgent first. */
public enum BacklogClass {
    /** Something is wrong at the site. */
    ALARM,
    /** Somebody wanted to pass, and whatever doors tell of it; also what this version does not know. */
    ACCESS,
    /** A guard was somewhere. */
    PATROL,
    /** What was set up, asked for, started or connected. */
    CONFIGURATION,
    /** State and measurements. */
    TELEMETRY;

    private static final Set<String> ALARMS = Set.of(
            "DoorForced",
            "DoorHeld",
            "Tampered",
            "CameraFault",
            "BatteryLow",
            "PowerLost",
            "EventGap",
            GatewayEvents.JOURNAL_GAP,
            GatewayEvents.JOURNAL_FILLING,
            GatewayEvents.STORAGE_FAILED,
            GatewayEvents.JOURNAL_SET_BACK,
            GatewayEvents.FOREIGN_TOPIC_TRIED,
            GatewayEvents.SITE_BOOK_REFUSED);

    private static final Set<String> CONFIGURING = Set.of(
            GatewayEvents.GATEWAY_STARTED,
            GatewayEvents.GATEWAY_STOPPED,
            GatewayEvents.DEVICE_CONNECTED,
            GatewayEvents.DEVICE_DISCONNECTED,
            GatewayEvents.SITE_BOOK_APPLIED,
            GatewayEvents.COMMAND_REPORTED,
            GatewayEvents.JOURNAL_DRAINED,
            GatewayEvents.MESSAGE_REFUSED,
            GatewayEvents.SIGN_IN_REFUSED,
            "DeviceStarted");

    /** The class of an event by its type. */
    public static BacklogClass of(EventClass eventClass, String type) {
        if (eventClass.lane() == Lane.TELEMETRY) {
            return TELEMETRY;
        }
        if (ALARMS.contains(type)) {
            return ALARM;
        }
        if (type.equals("CheckpointScanned")) {
            return PATROL;
        }
        return CONFIGURING.contains(type) ? CONFIGURATION : ACCESS;
    }
}
