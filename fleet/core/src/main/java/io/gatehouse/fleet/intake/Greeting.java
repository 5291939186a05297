package io.gatehouse.fleet.intake;

import io.gatehouse.fleet.audit.ForkedChain;
import io.gatehouse.fleet.intake.Leases.Lease;
import io.gatehouse.fleet.store.Hashes;
import io.gatehouse.fleet.store.Multiranges;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.uplink.GatewayHello;
import io.gatehouse.protocol.uplink.PackedBatch;
import io.gatehouse.protocol.uplink.UplinkAck;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Answers one hello inside a transaction: who has the word, and what is held of each log that goes on (decision 0004). */
final class Greeting {

    static final int FENCED_RETRY_MILLIS = 30_000;

    private final Handle handle;
    private final GatewayHello hello;
    private final SiteId site;
    private final OffsetDateTime now;
    private boolean alarmed;

    Greeting(Handle handle, GatewayHello hello, SiteId site, OffsetDateTime now) {
        this.handle = handle;
        this.hello = hello;
        this.site = site;
        this.now = now;
    }

    /** Whether there is a new problem to show. */
    boolean alarmed() {
        return alarmed;
    }

    List<UplinkAck> answer(int credit) {
        Leases leases = new Leases(handle, now);
        Optional<Leases.Taken> taken = leases.take(hello);
        if (taken.isEmpty()) {
            fenced(leases);
            return hello.logs().stream()
                    .map(log -> UplinkAck.refused(log.log(), UplinkAck.FENCED, FENCED_RETRY_MILLIS, told(0)))
                    .toList();
        }
        boolean stranger = Leases.isStranger(hello.start(), taken.get().before());
        UplinkAck.@Nullable Lease lease = told(taken.get().lease().epoch());
        return hello.logs().stream()
                .map(log -> {
                    IntervalSet held = goOn(log, taken.get().takenOver(), stranger);
                    UplinkAck.@Nullable Lease one = lease != null && isParted(log) ? lease.ofParted() : lease;
                    return new UplinkAck(log.log(), held, credit, null, 0, one);
                })
                .toList();
    }

    private void fenced(Leases leases) {
        if (leases.isCopy(hello.gateway(), hello.bootId())) {
            String inForce = leases.inForce(hello.gateway()).map(Lease::boot).orElse("");
            raise(Alarms.GATEWAY_CLONED, Map.of("refused", hello.bootId(), "inForce", inForce));
        }
    }

    private UplinkAck.@Nullable Lease told(long epoch) {
        GatewayHello.Start start = hello.start();
        if (start == null) {
            return null;
        }
        return new UplinkAck.Lease(
                hello.bootId(),
                epoch,
                PackedBatch.ENCODINGS.stream().filter(start.sends()::contains).toList());
    }

    /** What is held of the log, after it was told apart from what only bears its name. */
    private IntervalSet goOn(GatewayHello.Log log, boolean takenOver, boolean stranger) {
        LogRow row = LogRow.find(handle, hello.gateway().value(), log.log()).orElse(null);
        if (row == null || row.held().isEmpty() || !takenOver) {
            return row == null ? IntervalSet.EMPTY : row.held();
        }
        long known = opened(log);
        if (stranger) {
            // nothing is known of where the two parted; what is gone from this disk had been taken before
            return fork(log, row, log.oldest() > 1 ? IntervalSet.of(1, log.oldest() - 1) : IntervalSet.EMPTY, "COPY");
        }
        if (known < row.held().last()) {
            return fork(log, row, below(row.held(), known), "WENT_BACK");
        }
        return row.held();
    }

    /** Whether this boot's events of the log are kept under a name of their own; told at each of its hellos. */
    private boolean isParted(GatewayHello.Log log) {
        return LogRow.find(handle, hello.gateway().value(), log.log())
                .filter(row -> row.stored().equals(branchOf(log.log(), hello.bootId())))
                .isPresent();
    }

    private long opened(GatewayHello.Log log) {
        GatewayHello.Start start = hello.start();
        long newest = log.newest();
        return start == null ? newest : Math.min(newest, start.opened().getOrDefault(log.lane(), newest));
    }

    private static IntervalSet below(IntervalSet held, long last) {
        IntervalSet below = IntervalSet.EMPTY;
        for (long[] pair : held.pairs()) {
            if (pair[0] <= last) {
                below = below.plus(pair[0], Math.min(pair[1], last));
            }
        }
        return below;
    }

    /** From here on the log's events are kept under another name: its numbers mean other events than those that are here. */
    private IntervalSet fork(GatewayHello.Log log, LogRow row, IntervalSet shared, String reason) {
        LogId branch = branchOf(log.log(), hello.bootId());
        putAside(log, row, reason);
        boolean chained = row.chained()
                && log.lane() == Lane.EVIDENCE
                && new ForkedChain(handle, hello.gateway(), row.stored(), branch).begin(shared);
        handle.execute(
                """
                update uplink_log set stored = ?, held = ?::int8multirange, changed = ?, chained = ?
                where gateway = ? and log = ?
                """,
                branch.hex(),
                Multiranges.write(shared),
                now,
                chained,
                hello.gateway().value(),
                log.log().hex());
        raise(
                Alarms.LOG_FORKED,
                Map.of(
                        "log",
                        log.log().hex(),
                        "branch",
                        branch.hex(),
                        "held",
                        Long.toString(row.held().last()),
                        "newest",
                        Long.toString(opened(log)),
                        "reason",
                        reason));
        return shared;
    }

    /** What is held of the history that ends stays under the name that it has. */
    private void putAside(GatewayHello.Log log, LogRow row, String reason) {
        handle.execute(
                """
                insert into log_branch (gateway, stored, log, lane, held, ended, reason, chained)
                values (?, ?, ?, ?, ?::int8multirange, ?, ?, ?)
                """,
                hello.gateway().value(),
                row.stored().hex(),
                log.log().hex(),
                log.lane().name(),
                Multiranges.write(row.held()),
                now,
                reason,
                row.chained());
    }

    private void raise(String kind, Map<String, String> details) {
        new Alarms(handle, now).raise(site, hello.gateway(), kind, details);
        alarmed = true;
    }

    /** The same for every node that answers, and for no other boot. */
    private static LogId branchOf(LogId log, String boot) {
        return new LogId(Hashes.sha256(log.hex() + "/" + boot).substring(0, 32));
    }
}
