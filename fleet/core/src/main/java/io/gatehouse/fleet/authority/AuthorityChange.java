package io.gatehouse.fleet.authority;

import io.gatehouse.fleet.authority.AuthorityRows.Row;
import io.gatehouse.fleet.authority.AuthorityRows.State;
import io.gatehouse.identity.CertificateAuthority;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.GatewayId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One authority takes the place of another: begun by an administrator, ended by one or by its date. Blocks. */
public final class AuthorityChange {

    private static final Logger LOG = LoggerFactory.getLogger(AuthorityChange.class);
    /** Books are compiled anew a few at a time: a fleet of 10,000 sites has other things to do meanwhile. */
    private static final int BOOKS_AT_ONCE = 100;

    private final Jdbi jdbi;
    private final Authorities authorities;
    private final Surroundings surroundings;
    private final Consumer<Handle> beforeCommit;

    /** What became of an order. */
    public enum Outcome {
        DONE,
        /** The settings give the authority: another one is given there. */
        GIVEN,
        /** One is being changed already. */
        UNDER_WAY,
        /** There is no old one. */
        NOTHING_OLD,
        /** Somebody has no certificate of the new one yet, and it was not said that they may be left behind. */
        SOME_BEHIND
    }

    public AuthorityChange(Jdbi jdbi, Authorities authorities, Surroundings surroundings) {
        this(jdbi, authorities, surroundings, handle -> {});
    }

    /** @param beforeCommit runs in the transaction of a retirement by date, after it */
    public AuthorityChange(
            Jdbi jdbi, Authorities authorities, Surroundings surroundings, Consumer<Handle> beforeCommit) {
        this.jdbi = jdbi;
        this.authorities = authorities;
        this.surroundings = surroundings;
        this.beforeCommit = beforeCommit;
    }

    /** Makes a new authority, which issues from now on; the one before is believed until that date. */
    public Outcome begin(Instant retireAt, String by) {
        if (authorities.keys().given().isPresent()) {
            return Outcome.GIVEN;
        }
        if (authorities.rows().size() > 1) {
            return Outcome.UNDER_WAY;
        }
        CertificateAuthority next = authorities.keys().another();
        boolean begun = jdbi.inTransaction(handle -> {
            Authorities.lock(handle);
            boolean free = AuthorityRows.counting(handle).size() == 1;
            if (free) {
                authorities.takeOver(handle, next, retireAt, by);
            }
            return free;
        });
        authorities.look();
        return begun ? Outcome.DONE : Outcome.UNDER_WAY;
    }

    /** Another date for the end of the overlap. */
    public Outcome plan(Instant retireAt) {
        int changed = jdbi.withHandle(handle ->
                handle.execute("update authority set retire_at = ? where state = 'OLD'", AuthorityRows.at(retireAt)));
        authorities.look();
        return changed > 0 ? Outcome.DONE : Outcome.NOTHING_OLD;
    }

    /** What the old one has issued is refused from now on. */
    public Outcome retire(boolean leaveBehind, String by) {
        Outcome outcome = jdbi.inTransaction(handle -> {
            Authorities.lock(handle);
            if (old(handle).isEmpty()) {
                return Outcome.NOTHING_OLD;
            }
            if (!leaveBehind && new AuthorityReport(jdbi, authorities, surroundings.clock()).anyBehind(handle)) {
                return Outcome.SOME_BEHIND;
            }
            retireNow(handle, by, "state = 'OLD'");
            return Outcome.DONE;
        });
        authorities.look();
        return outcome;
    }

    private static List<Row> old(Handle handle) {
        return AuthorityRows.counting(handle).stream()
                .filter(row -> row.state() == State.OLD)
                .toList();
    }

    private int retireNow(Handle handle, String by, String which) {
        return handle.createUpdate(
                        "update authority set state = 'RETIRED', retired = :now, retired_by = :by where " + which)
                .bind("now", AuthorityRows.at(surroundings.clock().instant()))
                .bind("by", by)
                .execute();
    }

    /** Whether an old one's date has come; call now and then. */
    public void lookAtDates() {
        boolean due = jdbi.inTransaction(handle -> {
            boolean retired = retireNow(handle, "date", "state = 'OLD' and retire_at <= :now") > 0;
            if (retired) {
                beforeCommit.accept(handle);
            }
            return retired;
        });
        if (due) {
            LOG.warn("the authority before this one was retired: its date has come; what it has issued is refused");
        }
        authorities.look();
    }

    /** Gateways whose newest site book says something else than what counts now, at most a few. */
    public List<GatewayId> staleBooks() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select g.id from gateway g cross join lateral (select b.authority from site_book b
                            where b.gateway = g.id order by b.version desc limit 1) newest
                        where newest.authority is distinct from :known order by g.id limit :limit
                        """)
                .bind("known", AuthorityRows.known(AuthorityRows.inBooks(handle)))
                .bind("limit", BOOKS_AT_ONCE)
                .map((row, context) -> new GatewayId(row.getString("id")))
                .list());
    }

    /** When the old one is to be retired, if there is one and it is planned. */
    public Optional<Instant> retiresAt() {
        return authorities.rows().stream()
                .filter(row -> row.state() == State.OLD)
                .flatMap(row -> Optional.ofNullable(row.retireAt()).stream())
                .findFirst();
    }
}
