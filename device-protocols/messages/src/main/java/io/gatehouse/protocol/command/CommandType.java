package io.gatehouse.protocol.command;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Set;

/** What can be asked of a device, or of the gateway for its whole site. */
public enum CommandType {
    /** Release the door or lane once. */
    UNLOCK_DOOR(Of.DEVICE, "UnlockDoor"),
    /** Tell the person at the reader that the way stays shut. */
    DENY_ACCESS(Of.DEVICE, "DenyAccess"),
    /** Tell the person at the reader what is awaited; the way neither opens nor stays shut yet. */
    SHOW_FEEDBACK(Of.DEVICE, "ShowFeedback"),
    /** Blink or beep, so that somebody finds the device. */
    IDENTIFY(Of.DEVICE, "Identify"),
    REBOOT(Of.DEVICE, "Reboot"),
    /** Take the settings in {@code settings}, as version {@code version}; the device tells in its state what it runs then. */
    CONFIGURE(Of.FLEET, "Configure"),
    /** Fetch the artifact that {@code sha256} names, check it, and start with it; {@code manifest} is signed. */
    UPDATE_FIRMWARE(Of.FLEET, "UpdateFirmware"),
    /** Start with the firmware that ran before. */
    REVERT_FIRMWARE(Of.FLEET, "RevertFirmware"),
    /** What the gateway itself is to run with, signed in {@code configuration}; on trial until its line is back. */
    CONFIGURE_GATEWAY(Of.GATEWAY, "ConfigureGateway"),
    /** Take back {@code command} of {@code subject}, if that has it not yet; nobody carries it out after that. */
    CANCEL(Of.GATEWAY, "CancelCommand"),
    /** Take a picture and tell of it with {@code SnapshotTaken}. */
    TAKE_SNAPSHOT(Of.DEVICE, "TakeSnapshot"),
    /** Ask the fleet for another certificate now (EST, simplereenroll): its authority is changing. */
    RENEW_CERTIFICATE(Of.DEVICE, "RenewCertificate"),

    /** Nothing opens but for those who are exempt; {@code doors}, or all. Egress and fire release go on. */
    LOCK_DOWN(Of.SITE, "LockDown", "doors?"),
    LIFT_LOCKDOWN(Of.SITE, "LiftLockdown", "doors?"),
    /** {@code level} is a name that areas' clearances use, or empty for the usual one. */
    SET_THREAT_LEVEL(Of.SITE, "SetThreatLevel", "level"),
    /** Forgets where {@code person} is, or everybody in {@code area}, or everybody. */
    FORGIVE_PASSBACK(Of.SITE, "ForgivePassback", "person?", "area?"),
    /** Ends the lockout of {@code reader} or of {@code credential}. */
    RELEASE_LOCKOUT(Of.SITE, "ReleaseLockout", "reader?", "credential?"),
    /** Keeps {@code door} open for {@code seconds}. */
    HOLD_OPEN(Of.SITE, "HoldOpen", "door", "seconds"),
    END_HOLD(Of.SITE, "EndHold", "door"),
    /**
     * {@code mode} is {@code LOCKED}, {@code UNLOCKED}, {@code BLOCKED} (also for those who pass a lockdown), {@code
     * LOCKED_OPEN} (until exactly that is released) or {@code NORMAL}, which is again what the book says.
     */
    SET_DOOR_MODE(Of.SITE, "SetDoorMode", "door", "mode"),
    /** Answers a read that waits at {@code accessPoint} for a host or operator. */
    LET_IN(Of.SITE, "LetIn", "accessPoint"),
    TURN_AWAY(Of.SITE, "TurnAway", "accessPoint"),
    /** From now on a read at an assembly point says that somebody is safe. */
    START_MUSTER(Of.SITE, "StartMuster"),
    END_MUSTER(Of.SITE, "EndMuster"),
    /** Something is decided about today's rounds; {@code order} is the patrol's own. */
    PATROL(Of.SITE, "Patrol", "order");

    /** Who carries it out. */
    private enum Of {
        DEVICE,
        SITE,
        /** A device does, and only the fleet's own desks ask for it. */
        FLEET,
        /** The gateway does, about itself, and only the fleet's own desks ask for it. */
        GATEWAY
    }

    private final Of of;
    private final String wireName;
    private final Set<String> demands;
    private final Set<String> knows;

    /** A field whose name ends in a question mark may be missing. */
    CommandType(Of of, String wireName, String... fields) {
        this.of = of;
        this.wireName = wireName;
        this.demands =
                Arrays.stream(fields).filter(field -> !field.endsWith("?")).collect(toUnmodifiableSet());
        this.knows = Arrays.stream(fields).map(field -> field.replace("?", "")).collect(toUnmodifiableSet());
    }

    /** Whether the gateway carries it out itself; its {@code device} is then the gateway's own id. */
    public boolean isOfSite() {
        return of == Of.SITE || of == Of.GATEWAY;
    }

    /** Whether only the fleet itself makes it, out of a configuration or a rollout, and nobody by hand. */
    public boolean isOfFleet() {
        return of == Of.FLEET || of == Of.GATEWAY;
    }

    /** Fields of {@code data} that must be there; only for a command of the site. */
    public Set<String> demands() {
        return demands;
    }

    /** Fields of {@code data} that are understood; only for a command of the site. */
    public Set<String> knows() {
        return knows;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    @JsonCreator
    public static CommandType byWireName(String name) {
        for (CommandType type : values()) {
            if (type.wireName.equals(name)) {
                return type;
            }
        }
        throw new IllegalArgumentException("no such command type: " + name);
    }
}
