package io.gatehouse.protocol.uplink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.Urgency;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.device.Envelope;
import org.jspecify.annotations.Nullable;

/**
 * One record of a gateway's journal, and one event at the fleet. Its identity in the journal is the record's sequence
 * number, which stands outside; its identity at the device is {@code (device, bootId, deviceSeq)}.
 *
 * @param type the device's event type, {@code Telemetry}, {@code StateReported}, or one of {@link GatewayEvents}
 * @param device the device, or nothing when the gateway itself speaks
 * @param bootId the device's boot, or nothing
 * @param deviceSeq the device's number within the boot, or nothing
 * @param deviceTime milliseconds since 1970 by the device's clock, as it came, or nothing
 * @param gatewayTime milliseconds since 1970 by the gateway's clock at ingress
 * @param timeQuality how far {@code deviceTime} (or, without one, the gateway's time) can be believed
 * @param body what the device said, whole; a presented credential's number is replaced by its mask
 * @param decision for a read, what was decided
 */
public record SiteEvent(
        EventClass eventClass,
        String type,
        @Nullable DeviceId device,
        @Nullable String bootId,
        @Nullable Long deviceSeq,
        @Nullable Long deviceTime,
        long gatewayTime,
        TimeQuality timeQuality,
        boolean replayed,
        @Nullable JsonNode body,
        @Nullable AccessDecision decision) {

    /** An event that a device told. */
    public static SiteEvent ofDevice(
            EventClass eventClass, String type, DeviceId device, Envelope envelope, Stamp stamp, ObjectNode body) {
        return new SiteEvent(
                eventClass,
                type,
                device,
                envelope.bootId(),
                envelope.seq(),
                envelope.time() == null ? null : envelope.time().toEpochMilli(),
                stamp.gatewayTime(),
                stamp.quality(),
                envelope.replayed(),
                body,
                null);
    }

    /** An event that the gateway tells of itself, or of a device that cannot. */
    public static SiteEvent ofGateway(
            EventClass eventClass, String type, @Nullable DeviceId device, Stamp stamp, ObjectNode body) {
        return new SiteEvent(
                eventClass, type, device, null, null, null, stamp.gatewayTime(), stamp.quality(), false, body, null);
    }

    /** The gateway's time at ingress and what it thinks of the times in the event. */
    public record Stamp(long gatewayTime, TimeQuality quality) {}

    public SiteEvent with(AccessDecision made) {
        return new SiteEvent(
                eventClass,
                type,
                device,
                bootId,
                deviceSeq,
                deviceTime,
                gatewayTime,
                timeQuality,
                replayed,
                body,
                made);
    }

    /** How soon the centre wants to know; follows from what else is said, so it is not said on the wire. */
    public Urgency urgency() {
        AccessDecision made = decision;
        if (made != null
                && (made.outcome() == Outcome.GRANTED_DURESS || made.reason() == ReasonCode.WATCHLIST_BLOCKED)) {
            return Urgency.ALARM;
        }
        return Urgency.of(eventClass, type);
    }

    public byte[] toBytes() {
        return WireFormat.CBOR.write(this);
    }

    public static Decoded<SiteEvent> read(byte[] bytes) {
        return WireFormat.CBOR.read(bytes, SiteEvent.class);
    }
}
