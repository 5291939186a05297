package io.gatehouse.fleet.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.audit.AuditKey;
import io.gatehouse.protocol.audit.Checkpoint;
import io.gatehouse.protocol.audit.HashChain;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;

/** Records and signs as a gateway does, and hands over any part of it as a batch. */
final class SigningGateway {

    static final long TIME = 1_790_000_000_000L;

    final GatewayId id = TestCore.newGateway();
    final LogId log = TestCore.newLog();
    private final KeyPair keys = newKeys();
    final AuditKey key = AuditKey.of(keys.getPublic());
    private final List<byte[]> records = new ArrayList<>();
    private HashChain chain = HashChain.genesis(log);
    private long signed;

    static KeyPair newKeys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    SigningGateway events(int count) {
        for (int i = 0; i < count; i++) {
            records.add(SiteEvent.ofGateway(
                            EventClass.EVIDENCE,
                            "DoorOpened",
                            null,
                            stamp(),
                            JsonNodeFactory.instance.objectNode().put("n", records.size()))
                    .toBytes());
        }
        return this;
    }

    SigningGateway checkpoint() {
        ByteArrayOutputStream digests = new ByteArrayOutputStream();
        for (long seq = signed + 1; seq <= records.size(); seq++) {
            digests.writeBytes(HashChain.digestOf(records.get((int) seq - 1)));
        }
        Checkpoint made = new Checkpoint.Draft(log, signed, signed + 1, digests.toByteArray())
                .sign(chain, stamp().gatewayTime(), key.id(), keys.getPrivate());
        signed = made.seq();
        chain = HashChain.at(made.seq(), made.link());
        records.add(made.asEvent(stamp()).toBytes());
        return this;
    }

    private SiteEvent.Stamp stamp() {
        return new SiteEvent.Stamp(TIME + 1_000L * records.size(), TimeQuality.SYNCED);
    }

    long newest() {
        return records.size();
    }

    UplinkBatch batch(long from, long to) {
        return new UplinkBatch(
                id, Lane.EVIDENCE, log, from, 1, newest(), true, records.subList((int) from - 1, (int) to));
    }

    UplinkBatch all() {
        return batch(1, newest());
    }
}
