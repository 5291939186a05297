package io.gatehouse.protocol.uplink;

/** Types of the events that a gateway writes by itself; a {@link SiteEvent}'s {@code type}. */
public final class GatewayEvents {

    public static final String GATEWAY_STARTED = "GatewayStarted";
    public static final String GATEWAY_STOPPED = "GatewayStopped";
    public static final String DEVICE_CONNECTED = "DeviceConnected";
    public static final String DEVICE_DISCONNECTED = "DeviceDisconnected";
    /** Measurements of a device; body: {@code measurements}. */
    public static final String TELEMETRY = "Telemetry";
    /** A device's state; the latest wins. */
    public static final String STATE_REPORTED = "StateReported";
    /** A message was refused; body: {@code code, message, channel, count}. Thinned: one record per device and minute. */
    public static final String MESSAGE_REFUSED = "MessageRefused";
    /** Somebody tried a topic or resource that is not theirs; body: {@code topic, identity}. */
    public static final String FOREIGN_TOPIC_TRIED = "ForeignTopicTried";
    /** A connection was refused; body: {@code identity, code}. */
    public static final String SIGN_IN_REFUSED = "SignInRefused";
    /** Body: {@code version}. */
    public static final String SITE_BOOK_APPLIED = "SiteBookApplied";
    /** Body: {@code version, message}; the last good one stays. */
    public static final String SITE_BOOK_REFUSED = "SiteBookRefused";
    /** Body: {@code commandId, state, message?, code?}; the device's own acknowledgement carries its boot and number. */
    public static final String COMMAND_REPORTED = "CommandReported";
    /** A decision that no read brought: somebody answered, or nobody did in time, or a delay is over; body: none. */
    public static final String ACCESS_DECIDED = "AccessDecided";
    /** Help is called at a door that did not open, or not yet; body: {@code accessPoint, door?, person?}. */
    public static final String DURESS = "Duress";
    /** After too many wrong attempts a reader or a credential is locked out; body: {@code accessPoint, door?, until}. */
    public static final String READER_LOCKED_OUT = "ReaderLockedOut";

    public static final String CREDENTIAL_LOCKED_OUT = "CredentialLockedOut";
    /** What a gateway finds out about a door or a lane by itself; body: {@code door}. */
    public static final String DOOR_HELD_PREALARM = "DoorHeldPrealarm";

    public static final String RELEASE_UNPOWERED = "ReleaseUnpowered";
    public static final String INTRUSION_LANE = "IntrusionLane";
    /** A resident's phone asked to open, without a reader; body: none, the decision says all. */
    public static final String PHONE_OPENING = "PhoneOpening";
    /** Something was ordered for the site; body: {@code order, refused?}. */
    public static final String SITE_ORDERED = "SiteOrdered";
    /** Records of the journal are lost; body: {@code lane, logId, from, to, reason}. */
    public static final String JOURNAL_GAP = "JournalGap";
    /** The journal's room is running out; body: {@code lane (EVIDENCE, TELEMETRY or DISK), percent, level (70, 85, 95)}. */
    public static final String JOURNAL_FILLING = "JournalFilling";
    /** There is room again; body: {@code lane, percent}. */
    public static final String JOURNAL_DRAINED = "JournalDrained";
    /**
     * The disk took no evidence for a while, told afterwards; body: {@code since, until, held (records that were in memory
     * only), refused (records that were not taken), policy (GO_ON or STAY_CLOSED)}.
     */
    public static final String STORAGE_FAILED = "StorageFailed";
    /**
     * The fleet holds more of a log than was on the gateway's disk at its start: that went back, or is a copy; body:
     * {@code log}.
     */
    public static final String JOURNAL_SET_BACK = "JournalSetBack";

    /** What was recorded up to here, signed; body: an {@code io.gatehouse.protocol.audit.Checkpoint}. */
    public static final String AUDIT_CHECKPOINT = "AuditCheckpoint";

    /** Scans that came otherwise than from a checkpoint device: of wands, phones, readers, doors, supervisors. */
    public static final String PATROL_SCANS_TAKEN = "PatrolScansTaken";
    /** Something about today's rounds that somebody must look at now; body: a {@code PatrolFinding}. */
    public static final String PATROL_ALARM = "PatrolAlarm";
    /** Something else about today's rounds; body: a {@code PatrolFinding}. */
    public static final String PATROL_FINDING = "PatrolFinding";
    /** Somebody decided about a round; body: a {@code RoundOrder}. */
    public static final String PATROL_ORDERED = "PatrolOrdered";
    /** Somebody took an alarm, a wand or a phone, or is alone on duty; body: a {@code PatrolOrder}. */
    public static final String PATROL_TOLD = "PatrolTold";
    /** A guard's phone was paired at the gateway; body: {@code phone, officer, keyHash, codeHash?}. */
    public static final String GUARD_PHONE_PAIRED = "GuardPhonePaired";

    private GatewayEvents() {}
}
