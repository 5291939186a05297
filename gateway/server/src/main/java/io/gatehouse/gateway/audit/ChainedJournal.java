package io.gatehouse.gateway.audit;

import io.gatehouse.gateway.journal.Fill;
import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.gateway.journal.JournalEntry;
import io.gatehouse.gateway.journal.JournalGap;
import io.gatehouse.gateway.journal.Storage;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.Urgency;
import io.gatehouse.protocol.audit.AuditKey;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal whose evidence lane is chained and signed. Appends and reads go straight through; what changes is that
 * evidence is let go of only up to the last anchor of its chain, and that {@link #follow} must be called now and then.
 */
public final class ChainedJournal implements Journal {

    private static final Logger LOG = LoggerFactory.getLogger(ChainedJournal.class);

    private final Journal journal;
    private final EvidenceChain chain;
    private final AuditKey key;
    private final AtomicLong releasable = new AtomicLong();

    private ChainedJournal(Journal journal, EvidenceChain chain, AuditKey key) {
        this.journal = journal;
        this.chain = chain;
        this.key = key;
    }

    /** @param storage where the anchor lies; blocks a moment */
    public static ChainedJournal over(Journal journal, Storage storage, ChainKey key, ChainSettings settings)
            throws IOException {
        AnchorFile anchors = AnchorFile.open(storage, "evidence.anchor");
        LOG.info("evidence is signed with the key {}", key.verifying().id());
        return new ChainedJournal(journal, new EvidenceChain(journal, anchors, key, settings), key.verifying());
    }

    /**
     * Chains what has become durable and signs what is due. Blocks; one thread at a time, call about once a second. What
     * fails is tried again at the next call.
     *
     * @param stamp the gateway's time, for the checkpoints
     * @param nowMillis of any clock that does not run backwards
     */
    public void follow(SiteEvent.Stamp stamp, long nowMillis) {
        try {
            long before = chain.mayGo();
            chain.step(stamp, nowMillis);
            if (chain.mayGo() > before) {
                letGo();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("the evidence cannot be chained now: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The key that signs. */
    public AuditKey key() {
        return key;
    }

    /** Number of the last record that a durable checkpoint covers. */
    public long signedUpTo() {
        return chain.anchored();
    }

    @Override
    public CompletableFuture<Run> append(Lane lane, List<JournalEntry> together) {
        return journal.append(lane, together);
    }

    @Override
    public Stretch read(Lane lane, long from, int maxRecords, int maxBytes) {
        return journal.read(lane, from, maxRecords, maxBytes);
    }

    @Override
    public @Nullable Run find(Lane lane, Urgency urgency, long from, long to) {
        return journal.find(lane, urgency, from, to);
    }

    @Override
    public LogId log(Lane lane) {
        return journal.log(lane);
    }

    @Override
    public long oldest(Lane lane) {
        return journal.oldest(lane);
    }

    @Override
    public long newest(Lane lane) {
        return journal.newest(lane);
    }

    /** Evidence that is not signed yet stays, and goes when it is. */
    @Override
    public void release(Lane lane, long upTo) {
        if (lane == Lane.EVIDENCE) {
            releasable.accumulateAndGet(upTo, Math::max);
            letGo();
        } else {
            journal.release(lane, upTo);
        }
    }

    private void letGo() {
        long upTo = Math.min(releasable.get(), chain.mayGo());
        if (upTo > 0) {
            journal.release(Lane.EVIDENCE, upTo);
        }
    }

    @Override
    public long bytes() {
        return journal.bytes();
    }

    @Override
    public List<Fill> fills() {
        return journal.fills();
    }

    @Override
    public List<JournalGap> gaps() {
        return journal.gaps();
    }

    @Override
    public boolean storageFailed() {
        return journal.storageFailed();
    }

    @Override
    public void close() {
        journal.close();
        try {
            chain.close();
        } catch (IOException e) {
            LOG.warn("closing the anchor: {}", e.toString());
        }
    }
}
