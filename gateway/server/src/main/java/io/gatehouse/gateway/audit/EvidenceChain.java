package io.gatehouse.gateway.audit;

import io.gatehouse.gateway.audit.AnchorFile.Anchor;
import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.gateway.journal.JournalRefusal;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.audit.Checkpoint;
import io.gatehouse.protocol.audit.HashChain;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chain over the evidence lane. It reads what is durable, in order, and so sees the very bytes that the fleet will
 * get; appends never wait for it. Where it stands is told by the last checkpoint in the journal itself; the anchor only
 * spares the search for it. One thread at a time; blocks.
 *
 * <pre>
 *   records ─► digests of the open interval ─► checkpoint ─► journal (durable) ─► anchor (durable) ─► may be let go
 * </pre>
 */
final class EvidenceChain implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EvidenceChain.class);
    private static final int SCAN_RECORDS = 2_000;
    private static final int READ_BYTES = 4 << 20;
    private static final int APPEND_WITHIN_SECONDS = 5;
    /** More than one file of the journal holds. */
    private static final int WAY_OUT_RECORDS = 50_000;

    private final Journal journal;
    private final AnchorFile anchors;
    private final ChainKey key;
    private final ChainSettings settings;
    private final LogId log;

    private volatile long anchored;
    private volatile long mayGo;
    private boolean resumed;

    // behind the last checkpoint
    private long signed;
    private byte[] link;

    // the open interval
    private final ByteArrayOutputStream digests = new ByteArrayOutputStream();
    private long first;
    private int ownRecords;
    private long openSince;

    // checkpoints that stand in the journal behind what they cover, and the one on its way there
    private final TreeSet<Long> own = new TreeSet<>();
    private @Nullable Writing writing;

    private record Writing(Checkpoint checkpoint, CompletableFuture<Long> durable) {}

    private enum Reached {
        THE_END,
        A_FULL_INTERVAL,
        A_GAP
    }

    EvidenceChain(Journal journal, AnchorFile anchors, ChainKey key, ChainSettings settings) {
        this.journal = journal;
        this.anchors = anchors;
        this.key = key;
        this.settings = settings;
        this.log = journal.log(Lane.EVIDENCE);
        Anchor start = anchor().orElseGet(
                        () -> new Anchor(log, 0, HashChain.genesis(log).link()));
        this.link = start.link();
        standAt(start);
        this.anchored = start.seq();
        this.mayGo = start.seq();
    }

    private void standAt(Anchor place) {
        signed = place.seq();
        link = place.link();
        first = signed + 1;
        digests.reset();
        ownRecords = 0;
        own.headSet(signed, true).clear();
    }

    private Optional<Anchor> anchor() {
        Optional<Anchor> kept = anchors.newest().filter(anchor -> anchor.log().equals(log));
        if (kept.isPresent() && kept.get().seq() > journal.newest(Lane.EVIDENCE)) {
            LOG.error(
                    "records up to {} were signed, but the journal ends at {}: the disk has lost some",
                    kept.get().seq(),
                    journal.newest(Lane.EVIDENCE));
            return Optional.empty();
        }
        return kept;
    }

    /** Number of the last record that a durable checkpoint covers. */
    long anchored() {
        return anchored;
    }

    /**
     * Up to here the journal may let go: to the anchor; or somewhat further when the journal is so full that not even a
     * checkpoint fits. What goes then is a signed gap in the chain, which is better than a door that waits for ever.
     */
    long mayGo() {
        return mayGo;
    }

    /**
     * Follows the lane to its end and signs what is due.
     *
     * @param nowMillis of any clock that does not run backwards
     */
    void step(SiteEvent.Stamp stamp, long nowMillis) throws IOException, InterruptedException {
        if (!resumed) {
            resume();
            resumed = true;
        }
        if (writing != null && !settle()) {
            return;
        }
        Reached reached = follow(nowMillis);
        while (reached != Reached.THE_END) {
            if (!sign(stamp)) {
                return;
            }
            reached = follow(nowMillis);
        }
        boolean hasNews = count() > ownRecords;
        if (hasNews && nowMillis - openSince >= settings.period().toMillis()) {
            sign(stamp);
        }
    }

    /** Finds the last checkpoint that reached the disk, with or without its anchor. */
    private void resume() throws IOException {
        long next = Math.max(signed + 1, journal.oldest(Lane.EVIDENCE));
        Checkpoint last = null;
        while (true) {
            Journal.Stretch stretch = journal.read(Lane.EVIDENCE, next, SCAN_RECORDS, READ_BYTES);
            if (stretch.isEmpty()) {
                break;
            }
            for (int i = 0; i < stretch.records().size(); i++) {
                Checkpoint found = checkpointIn(stretch.records().get(i)).orElse(null);
                if (found != null) {
                    last = found;
                    own.add(stretch.first() + i);
                }
            }
            next = stretch.last() + 1;
        }
        if (last != null && last.seq() > signed) {
            standAt(new Anchor(log, last.seq(), last.link()));
            anchor(new Anchor(log, last.seq(), last.link()));
        }
    }

    private Optional<Checkpoint> checkpointIn(byte[] record) {
        return SiteEvent.read(record)
                .fold(Checkpoint::of, unreadable -> Optional.<Checkpoint>empty())
                .filter(one -> one.log().equals(log));
    }

    private Reached follow(long nowMillis) {
        while (count() < settings.events()) {
            long next = first + count();
            Journal.Stretch stretch = journal.read(Lane.EVIDENCE, next, settings.events() - count(), READ_BYTES);
            if (stretch.isEmpty()) {
                return Reached.THE_END;
            }
            if (stretch.first() > next) {
                if (count() > 0) {
                    return Reached.A_GAP;
                }
                LOG.warn("records {} to {} were lost before they were chained", next, stretch.first() - 1);
                first = stretch.first();
            }
            take(stretch, nowMillis);
        }
        return Reached.A_FULL_INTERVAL;
    }

    private void take(Journal.Stretch stretch, long nowMillis) {
        for (int i = 0; i < stretch.records().size(); i++) {
            if (count() == ownRecords) {
                openSince = nowMillis;
            }
            if (own.contains(stretch.first() + i)) {
                ownRecords++;
            }
            digests.writeBytes(HashChain.digestOf(stretch.records().get(i)));
        }
    }

    private int count() {
        return digests.size() / HashChain.DIGEST_BYTES;
    }

    private boolean sign(SiteEvent.Stamp stamp) throws IOException, InterruptedException {
        Checkpoint made = new Checkpoint.Draft(log, signed, first, digests.toByteArray())
                .sign(
                        HashChain.at(signed, link),
                        stamp.gatewayTime(),
                        key.verifying().id(),
                        key.signing());
        writing = new Writing(
                made, journal.append(Lane.EVIDENCE, made.asEvent(stamp).toBytes()));
        return settle();
    }

    /** Waits for the checkpoint on its way; says whether it is durable. One that was refused is made again later. */
    private boolean settle() throws IOException, InterruptedException {
        Writing now = writing;
        if (now == null) {
            return false;
        }
        try {
            long number = now.durable.get(APPEND_WITHIN_SECONDS, TimeUnit.SECONDS);
            writing = null;
            own.add(number);
            Anchor anchor = new Anchor(log, now.checkpoint.seq(), now.checkpoint.link());
            standAt(anchor);
            anchor(anchor);
            return true;
        } catch (TimeoutException e) {
            // it may still become durable: a second one beside it would break the chain
            return false;
        } catch (ExecutionException e) {
            writing = null;
            String why = e.getCause() instanceof JournalRefusal refusal
                    ? refusal.code().name()
                    : e.toString();
            refused(now.checkpoint, why);
            return false;
        }
    }

    private void refused(Checkpoint checkpoint, String why) {
        LOG.warn("a checkpoint up to {} is not kept and made again later: {}", checkpoint.seq(), why);
        if (why.equals(JournalRefusal.Code.FULL.name()) || why.equals(JournalRefusal.Code.STORAGE_FAILED.name())) {
            mayGo = checkpoint.seq() + WAY_OUT_RECORDS;
        }
    }

    private void anchor(Anchor anchor) throws IOException {
        anchors.write(anchor);
        anchored = anchor.seq();
        mayGo = anchor.seq();
    }

    @Override
    public void close() throws IOException {
        anchors.close();
    }
}
