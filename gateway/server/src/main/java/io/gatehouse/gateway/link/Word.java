package io.gatehouse.gateway.link;

import io.gatehouse.protocol.uplink.UplinkAck;
import java.util.List;

/**
 * Whether this boot speaks for the gateway, as far as the fleet has said so on this connection. A fleet that knows
 * nothing of leases gives the word to everybody. On the gateway's context.
 */
final class Word {

    /** What an acknowledgement is to this boot. */
    enum Meaning {
        OURS,
        /** For another boot: acting on it would let records go that the fleet does not hold. */
        NOT_OURS,
        /** The word is lost, to a younger boot. */
        LOST
    }

    private final String boot;
    private long epoch;
    private boolean given;
    private List<String> takes = List.of();

    Word(String boot) {
        this.boot = boot;
    }

    /** A new connection: nothing is known. */
    void begin() {
        epoch = 0;
        given = false;
        takes = List.of();
    }

    Meaning of(UplinkAck ack) {
        UplinkAck.Lease lease = ack.lease();
        if (lease == null) {
            given |= ack.refusal() == null;
            return UplinkAck.FENCED.equals(ack.refusal()) ? Meaning.LOST : Meaning.OURS;
        }
        if (!lease.boot().equals(boot)) {
            return given && lease.epoch() > epoch ? Meaning.LOST : Meaning.NOT_OURS;
        }
        if (UplinkAck.FENCED.equals(ack.refusal())) {
            return Meaning.LOST;
        }
        if (ack.refusal() == null) {
            given = true;
            epoch = Math.max(epoch, lease.epoch());
            takes = lease.takes().isEmpty() ? takes : lease.takes();
        }
        return Meaning.OURS;
    }

    /** Whether orders that come down are for us. */
    boolean isGiven() {
        return given;
    }

    /** Encodings of packed batches that the fleet takes; none when it takes plain ones only. */
    List<String> takes() {
        return takes;
    }
}
