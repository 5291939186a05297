package io.gatehouse.fleet.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.protocol.DeviceId;
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
import java.util.TreeMap;

/** Records and signs as a gateway does, and hands over any part of it as a batch. */
final class SigningGateway {

    static final long TIME = 1_790_000_000_000L;

    final GatewayId id;
    final LogId log;
    final AuditKey key;
    private final KeyPair keys;
    private final List<byte[]> records;
    private String type = "DoorOpened";
    private final TreeMap<Long, byte[]> links = new TreeMap<>();

    SigningGateway() {
        this(TestCore.newGateway(), TestCore.newLog(), newKeys(), List.of());
    }

    private SigningGateway(GatewayId id, LogId log, KeyPair keys, List<byte[]> records) {
        this.id = id;
        this.log = log;
        this.keys = keys;
        this.key = AuditKey.of(keys.getPublic());
        this.records = new ArrayList<>(records);
        links.put(0L, HashChain.genesis(log).link());
    }

    /** The same gateway with the disk of an earlier time, which ends with that record. */
    SigningGateway setBackTo(long newest) {
        // what happens then is something else
        SigningGateway back = new SigningGateway(id, log, keys, records.subList(0, (int) newest));
        back.type = "DoorClosed";
        back.links.putAll(links.headMap(newest, true));
        return back;
    }

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
                            type,
                            null,
                            stamp(),
                            JsonNodeFactory.instance.objectNode().put("n", records.size()))
                    .toBytes());
        }
        return this;
    }

    /** Events of one device with its own numbers. */
    SigningGateway deviceEvents(long from, long to) {
        for (long seq = from; seq <= to; seq++) {
            records.add(new SiteEvent(
                            EventClass.EVIDENCE,
                            "DoorOpened",
                            new DeviceId("gate-1"),
                            "b1",
                            seq,
                            TIME + seq,
                            stamp().gatewayTime(),
                            TimeQuality.SYNCED,
                            false,
                            JsonNodeFactory.instance.objectNode().put("seq", seq),
                            null)
                    .toBytes());
        }
        return this;
    }

    /** A record of a kind that nobody can read. */
    SigningGateway unreadable() {
        records.add(new byte[] {1, 2, 3});
        return this;
    }

    SigningGateway checkpoint() {
        long signed = links.lastKey();
        ByteArrayOutputStream digests = new ByteArrayOutputStream();
        for (long seq = signed + 1; seq <= records.size(); seq++) {
            digests.writeBytes(HashChain.digestOf(records.get((int) seq - 1)));
        }
        Checkpoint made = new Checkpoint.Draft(log, signed, signed + 1, digests.toByteArray())
                .sign(
                        HashChain.at(signed, links.lastEntry().getValue()),
                        stamp().gatewayTime(),
                        key.id(),
                        keys.getPrivate());
        links.put(made.seq(), made.link());
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
