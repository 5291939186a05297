package io.gatehouse.proof.sim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gatehouse.gateway.seen.EventKey;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.Urgency;
import io.gatehouse.protocol.device.Envelope;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.time.Instant;

/** What a device says, as often as it takes. */
record Message(EventKey key, Kind kind, Instant deviceTime) {

    /** What it is about. */
    enum Kind {
        /** A read that is granted: the lock opens once it is on record. */
        READ("CredentialPresented", EventClass.EVIDENCE),
        DOOR("DoorForced", EventClass.EVIDENCE),
        MEASUREMENT("Telemetry", EventClass.HEALTH);

        private final String type;
        private final EventClass eventClass;

        Kind(String type, EventClass eventClass) {
            this.type = type;
            this.eventClass = eventClass;
        }

        Lane lane() {
            return eventClass.lane();
        }

        Urgency urgency() {
            return Urgency.of(eventClass, type);
        }
    }

    byte[] record(long gatewayTime) {
        return SiteEvent.ofDevice(
                        kind.eventClass,
                        kind.type,
                        key.device(),
                        new Envelope(key.bootId(), key.seq(), deviceTime, false),
                        new SiteEvent.Stamp(gatewayTime, TimeQuality.SYNCED),
                        JsonNodeFactory.instance.objectNode().put("v", key.seq() % 7))
                .toBytes();
    }
}
