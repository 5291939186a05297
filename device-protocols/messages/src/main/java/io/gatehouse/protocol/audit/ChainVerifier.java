package io.gatehouse.protocol.audit;

import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.audit.IntervalCheck.Came;
import io.gatehouse.protocol.audit.IntervalCheck.Difference;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Walks one log: records in the order in which they stand there, each checkpoint behind the records that it covers. Holds
 * the digests of one interval, never a record. For one thread.
 */
public final class ChainVerifier {

    /** An interval, and the longest leap before it; beyond that a checkpoint is missing anyway. About 16 MB. */
    private static final int MOST_OPEN = 100 * Checkpoint.MAX_RECORDS;

    private final LogId log;
    private final Map<String, AuditKey> keys;
    private final Set<String> unaccepted = new HashSet<>();
    private final List<Came> open = new ArrayList<>();

    private long provenFrom = 1;
    private long proven;
    private byte[] link;
    private long newestSigned;
    private long records;
    private int checkpoints;
    private @Nullable Difference first;
    private long provenAtFirst;

    // numbers that are not here, those that the gateway said are lost, and what it says in the interval that is open
    private IntervalSet missing = IntervalSet.EMPTY;
    private IntervalSet told = IntervalSet.EMPTY;
    private IntervalSet leaps = IntervalSet.EMPTY;
    private final List<IntervalSet> tellsNow = new ArrayList<>();
    private boolean holes;

    /** @param keys those that may have signed */
    public ChainVerifier(LogId log, Collection<AuditKey> keys) {
        this.log = log;
        this.keys = keys.stream().collect(Collectors.toMap(AuditKey::id, Function.identity(), (one, same) -> one));
        this.link = HashChain.genesis(log).link();
    }

    /** The gateway has told this key too, but nobody has accepted it: what it signed proves nothing yet. */
    public void unaccepted(String keyId) {
        unaccepted.add(keyId);
    }

    /** Begins behind a checkpoint rather than at the log's first record. */
    public void startAt(Checkpoint start) {
        provenFrom = start.seq() + 1;
        proven = start.seq();
        newestSigned = start.seq();
        link = start.link();
        Fault fault = refused(start);
        if (fault != null) {
            found(fault, start.seq(), 0);
        }
    }

    /** The caller knows that the gateway lost these numbers, both ends included. */
    public void lost(long from, long to) {
        told = told.plus(from, to);
    }

    public void record(long seq, byte[] record) {
        long expected = open.isEmpty() ? proven + 1 : open.get(open.size() - 1).seq() + 1;
        holes |= seq != expected;
        if (open.size() < MOST_OPEN) {
            open.add(new Came(seq, HashChain.digestOf(record)));
        }
        if (holes) {
            SiteEvent.read(record).fold(this::hear, unreadable -> this);
        }
    }

    /** The gateway tells of its lost records in the log itself; it counts once a checkpoint covers it. */
    private ChainVerifier hear(SiteEvent event) {
        if (event.type().equals(GatewayEvents.JOURNAL_GAP) && event.device() == null && event.body() != null) {
            long from = event.body().path("from").asLong();
            long to = event.body().path("to").asLong();
            if (event.body().path("log").asText().equals(log.hex()) && from > 0 && to >= from) {
                tellsNow.add(IntervalSet.of(from, to));
            }
        }
        return this;
    }

    public void checkpoint(Checkpoint checkpoint) {
        Fault fault = refused(checkpoint);
        if (fault != null) {
            found(fault, checkpoint.seq(), proven);
            return;
        }
        if (checkpoint.after() != proven) {
            found(Fault.BROKEN_CHAIN, Math.min(checkpoint.after(), proven) + 1, Math.min(checkpoint.after(), proven));
        } else if (!checkpoint.follows(link)) {
            found(Fault.BAD_CHECKPOINT, checkpoint.seq(), proven);
        } else {
            compare(checkpoint);
        }
        if (checkpoint.seq() > proven) {
            goOnBehind(checkpoint);
        }
    }

    private @Nullable Fault refused(Checkpoint checkpoint) {
        AuditKey key = keys.get(checkpoint.key());
        if (key == null) {
            return unaccepted.contains(checkpoint.key()) ? Fault.UNACCEPTED_KEY : Fault.WRONG_KEY;
        }
        return checkpoint.log().equals(log) && checkpoint.isSignedBy(key) ? null : Fault.BAD_CHECKPOINT;
    }

    private void compare(Checkpoint checkpoint) {
        IntervalCheck check = new IntervalCheck(
                checkpoint,
                open.stream()
                        // what lies in the leap was lost at the gateway before it was chained: nothing is known of it
                        .filter(one -> one.seq() >= checkpoint.first() && one.seq() <= checkpoint.seq()
                                || one.seq() <= checkpoint.after())
                        .toList());
        Difference difference = check.first();
        missing = missing.union(check.missing());
        records += check.sound();
        if (difference != null) {
            found(difference.fault(), difference.seq(), difference.seq() - 1);
        } else {
            for (IntervalSet tells : tellsNow) {
                told = told.union(tells);
            }
        }
        if (checkpoint.first() > checkpoint.after() + 1) {
            leaps = leaps.plus(checkpoint.after() + 1, checkpoint.first() - 1);
        }
        checkpoints++;
    }

    private void goOnBehind(Checkpoint checkpoint) {
        proven = checkpoint.seq();
        newestSigned = Math.max(newestSigned, proven);
        link = checkpoint.link();
        open.removeIf(one -> one.seq() <= proven);
        tellsNow.clear();
        holes = !missing.isEmpty();
    }

    private void found(Fault fault, long seq, long provenTo) {
        if (first == null) {
            first = new Difference(fault, seq);
            provenAtFirst = provenTo;
        }
    }

    /** @param signedUpTo number of the newest checkpoint that is known from elsewhere, 0 when none is */
    public AuditVerdict finish(long signedUpTo) {
        IntervalSet unexplained = without(missing, told);
        if (!unexplained.isEmpty()) {
            long seq = unexplained.pairs().get(0)[0];
            if (first == null || seq <= first.seq()) {
                boolean isTheEnd = open.isEmpty() && unexplained.covers(seq, proven);
                return new AuditVerdict.Faulty(isTheEnd ? Fault.TRUNCATED : Fault.DELETED, seq, seq - 1);
            }
        }
        if (first != null) {
            return new AuditVerdict.Faulty(first.fault(), first.seq(), provenAtFirst);
        }
        if (signedUpTo > newestSigned) {
            return new AuditVerdict.Faulty(Fault.TRUNCATED, 1 + endOfOpen(), proven);
        }
        if (!open.isEmpty()) {
            return new AuditVerdict.Faulty(Fault.UNSIGNED_TAIL, open.get(0).seq(), proven);
        }
        return new AuditVerdict.Sound(provenFrom, proven, records, checkpoints, leaps.union(missing));
    }

    /** The last number before the first hole in what no checkpoint covers. */
    private long endOfOpen() {
        long end = proven;
        for (Came one : open) {
            if (one.seq() != end + 1) {
                break;
            }
            end++;
        }
        return end;
    }

    private static IntervalSet without(IntervalSet all, IntervalSet explained) {
        IntervalSet rest = IntervalSet.EMPTY;
        for (long[] pair : all.pairs()) {
            rest = rest.union(explained.missingIn(pair[0], pair[1]));
        }
        return rest;
    }
}
