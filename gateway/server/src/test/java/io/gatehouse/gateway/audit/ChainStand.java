package io.gatehouse.gateway.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.gateway.journal.JournalSettings;
import io.gatehouse.gateway.journal.SegmentJournal;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.audit.AuditKey;
import io.gatehouse.protocol.audit.AuditVerdict;
import io.gatehouse.protocol.audit.ChainVerifier;
import io.gatehouse.protocol.audit.Checkpoint;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A chained journal on a disk that may die, and a fleet that keeps everything which it was ever shown. */
final class ChainStand {

    static final LogId LOG = new LogId("00112233445566778899aabbccddeeff");
    static final ChainSettings SETTINGS = new ChainSettings(10, Duration.ofSeconds(60));

    private static final Map<Lane, Long> QUOTA = Map.of(Lane.EVIDENCE, 1L << 20, Lane.TELEMETRY, 1L << 20);

    private final ChainKey key = newKey();
    private final TreeMap<Long, byte[]> fleet = new TreeMap<>();
    private final ChainSettings settings;
    private long told;
    private long millis;

    ChainStand(ChainSettings settings) {
        this.settings = settings;
    }

    static ChainKey newKey() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new ChainKey(pair.getPrivate(), AuditKey.of(pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opens what is on the disk; small files, so that letting go can be seen. */
    ChainedJournal open(MortalDisk disk) throws IOException {
        Journal journal =
                SegmentJournal.open(disk.folder("journal"), new JournalSettings(2_000, QUOTA, 1 << 20, 0), () -> LOG);
        return ChainedJournal.over(journal, disk.folder("audit"), key, settings);
    }

    /** Appends events one after the other; stops at the first that is refused. */
    boolean tell(ChainedJournal journal, int count) {
        try {
            for (int i = 0; i < count; i++) {
                SiteEvent event = SiteEvent.ofGateway(
                        EventClass.EVIDENCE,
                        "DoorOpened",
                        null,
                        stamp(),
                        JsonNodeFactory.instance.objectNode().put("n", ++told));
                journal.append(Lane.EVIDENCE, event.toBytes()).join();
            }
            return true;
        } catch (CompletionException refused) {
            return false;
        }
    }

    void follow(ChainedJournal journal) {
        follow(journal, Duration.ofSeconds(1));
    }

    void follow(ChainedJournal journal, Duration later) {
        millis += later.toMillis();
        journal.follow(stamp(), millis);
    }

    private SiteEvent.Stamp stamp() {
        return new SiteEvent.Stamp(1_790_000_000_000L + millis, TimeQuality.SYNCED);
    }

    /** The fleet reads all that is there, and the gateway may forget it. */
    void carryUp(ChainedJournal journal) {
        long next = fleet.isEmpty() ? 1 : fleet.lastKey() + 1;
        Journal.Stretch stretch = journal.read(Lane.EVIDENCE, next, 10_000, 1 << 24);
        while (!stretch.isEmpty()) {
            for (int i = 0; i < stretch.records().size(); i++) {
                fleet.put(stretch.first() + i, stretch.records().get(i));
            }
            stretch = journal.read(Lane.EVIDENCE, stretch.last() + 1, 10_000, 1 << 24);
        }
        journal.release(Lane.EVIDENCE, fleet.isEmpty() ? 0 : fleet.lastKey());
    }

    List<Checkpoint> checkpoints() {
        return checkpoints(fleet);
    }

    private static List<Checkpoint> checkpoints(Map<Long, byte[]> records) {
        return records.values().stream()
                .map(record -> SiteEvent.read(record).fold(Checkpoint::of, refusal -> {
                    throw new AssertionError(refusal.message());
                }))
                .flatMap(java.util.Optional::stream)
                .toList();
    }

    /** Records behind that number which are more than checkpoints. */
    long eventsBehind(long seq) {
        long checkpoints = checkpoints(fleet.tailMap(seq, false)).size();
        return fleet.tailMap(seq, false).size() - checkpoints;
    }

    long held() {
        return fleet.isEmpty() ? 0 : fleet.lastKey();
    }

    /** What an auditor finds in all that the fleet holds up to the last checkpoint. */
    AuditVerdict verdict() {
        Map<Long, Checkpoint> bySeq =
                checkpoints().stream().collect(Collectors.toMap(Checkpoint::seq, Function.identity()));
        long last = bySeq.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
        ChainVerifier verifier = new ChainVerifier(LOG, List.of(key.verifying()));
        for (long seq = 1; seq <= last; seq++) {
            byte[] record = fleet.get(seq);
            if (record != null) {
                verifier.record(seq, record);
            }
            Checkpoint checkpoint = bySeq.get(seq);
            if (checkpoint != null) {
                verifier.checkpoint(checkpoint);
            }
        }
        return verifier.finish(last);
    }
}
