package io.gatehouse.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.link.SiteBookFetch;
import io.gatehouse.gateway.record.Recorder;
import io.gatehouse.gateway.sitebook.SiteBookSnapshot;
import io.gatehouse.gateway.sitebook.SiteBookStore;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.Refusal;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.sitebook.SignedDelta;
import io.gatehouse.protocol.sitebook.SignedRevocation;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteBookNotice;
import io.gatehouse.protocol.uplink.SiteBookState;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The site book in force, and how a new one comes: told of by the fleet, as what changed or fetched whole, checked, swapped
 * in one step, on trial until it has proved itself. What is refused leaves the old one in force, and one that does not prove
 * itself gives way to it. Revocations go over whatever is in force. On the gateway's context.
 */
final class SiteBookDesk {

    private static final Logger LOG = LoggerFactory.getLogger(SiteBookDesk.class);

    private static final long AGAIN_AFTER_MILLIS = 3_000;

    private final Context context;
    private final SiteBookStore store;
    private final SiteBookFetch fetch;
    private final Recorder recorder;
    private final Trial trial = new Trial();
    private @Nullable SiteBookSnapshot inForce;
    private Runnable onSwap = () -> {};
    private Runnable onStanding = () -> {};
    private boolean fetching;
    private @Nullable SiteBookNotice next;
    private SiteBookStore.Standing standing;
    private SiteBookState.@Nullable Refused refused;
    private final Clock clock;
    private final List<SignedRevocation> revoked = new ArrayList<>();
    private boolean revoking;

    SiteBookDesk(
            Context context,
            SiteBookStore store,
            SiteBookFetch fetch,
            Recorder recorder,
            Optional<SiteBookSnapshot> loaded,
            Clock clock) {
        this.context = context;
        this.store = store;
        this.fetch = fetch;
        this.recorder = recorder;
        this.inForce = loaded.orElse(null);
        this.standing = store.standing();
        this.clock = clock;
    }

    Optional<SiteBookSnapshot> inForce() {
        return Optional.ofNullable(inForce);
    }

    long version() {
        return inForce == null ? 0 : inForce.version();
    }

    /** Who is told after another book has come into force; set once while wiring. */
    void onSwap(Runnable listener) {
        onSwap = listener;
    }

    /** Who is told when there is something new to say of the books; set once while wiring. */
    void onStanding(Runnable listener) {
        onStanding = listener;
    }

    /** What the fleet is told of the books. */
    SiteBookStore.Standing standing() {
        return standing;
    }

    /** The last one that was refused, or nothing when a newer one proved itself since. */
    SiteBookState.@Nullable Refused refused() {
        return refused;
    }

    /** There is a book at the fleet. One is taken at a time; the newest notice wins. */
    void told(SiteBookNotice notice) {
        if (notice.version() <= version() || notice.version() == standing.givenUp()) {
            return;
        }
        if (fetching) {
            next = notice;
            return;
        }
        fetching = true;
        changed(notice)
                .compose(applied -> applied.fold(
                        fresh -> Future.succeededFuture(Decoded.ok(fresh)), useless -> whole(notice, useless)))
                .compose(applied -> applied.fold(this::swap, refusal -> refuse(notice.version(), refusal.message())))
                .recover(failure -> {
                    LOG.warn("site book {} could not be fetched: {}", notice.version(), failure.toString());
                    context.owner().setTimer(AGAIN_AFTER_MILLIS, timer -> told(notice));
                    return Future.succeededFuture();
                })
                .onComplete(done -> fetched());
    }

    /** By what changed, as long as the fleet has it: told with the notice, or fetched. */
    private Future<Decoded<SiteBookSnapshot>> changed(SiteBookNotice notice) {
        byte[] told = notice.delta();
        boolean leadsThere =
                told != null && SignedDelta.read(told).fold(delta -> delta.base() == version(), refusal -> false);
        if (leadsThere && told != null) {
            return blocking(() -> store.tryOn(List.of(told)));
        }
        return blocking(store::takesDeltas)
                .compose(takes -> takes
                        ? fetch.fetch(notice.path() + "/deltas?from=" + version())
                        : Future.failedFuture("the whole is better"))
                .compose(bytes -> blocking(() -> WireFormat.CBOR
                        .read(bytes, SignedDelta.Chain.class)
                        .fold(
                                chain -> attempt(chain.deltas()),
                                (Refusal refusal) ->
                                        Decoded.<SiteBookSnapshot>malformed(refusal.code(), refusal.message()))))
                .recover(none -> Future.succeededFuture(
                        Decoded.malformed(RefusalCode.MISSING_FIELD, String.valueOf(none.getMessage()))));
    }

    private Decoded<SiteBookSnapshot> attempt(List<byte[]> deltas) {
        try {
            return store.tryOn(deltas);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Future<Decoded<SiteBookSnapshot>> whole(SiteBookNotice notice, Refusal useless) {
        LOG.info("site book {} is fetched whole: {}", notice.version(), useless.message());
        return fetch.fetch(notice.path()).compose(bytes -> blocking(() -> store.tryOn(bytes)));
    }

    private <T> Future<T> blocking(Callable<T> work) {
        return context.executeBlocking(work);
    }

    private void fetched() {
        fetching = false;
        SiteBookNotice waiting = next;
        next = null;
        if (waiting != null) {
            told(waiting);
        }
    }

    private Future<Void> swap(SiteBookSnapshot fresh) {
        boolean first = inForce == null;
        exchange(fresh);
        LOG.info("site book {} is in force", fresh.version());
        trial.begin(fresh.version(), System.nanoTime());
        onSwap.run();
        tell(GatewayEvents.SITE_BOOK_APPLIED, Recorder.body().put("version", fresh.version()));
        return first ? confirm() : told();
    }

    private void exchange(SiteBookSnapshot fresh) {
        SiteBookSnapshot old = inForce;
        inForce = fresh;
        if (old != null) {
            old.close();
        }
    }

    /** Call about once a second: a book on trial proves itself, or its time is up. */
    void tick(BooleanSupplier line) {
        switch (trial.look(System.nanoTime(), line.getAsBoolean())) {
            case PROVED -> confirm();
            case FAILED -> goBack();
            case NONE -> {}
        }
    }

    private Future<Void> confirm() {
        long proven = version();
        trial.end();
        return blocking(() -> {
                    store.confirm(proven);
                    return null;
                })
                .onFailure(failure -> LOG.error("site book {} could not be confirmed", proven, failure))
                .compose(done -> {
                    if (refused != null && refused.version() <= proven) {
                        refused = null;
                    }
                    return told();
                });
    }

    private void goBack() {
        long failed = version();
        trial.end();
        blocking(store::goBack)
                .onSuccess(last -> last.ifPresent(book -> {
                    exchange(book);
                    LOG.error("site book {} did not prove itself, {} is in force again", failed, book.version());
                    onSwap.run();
                    refuse(failed, "the line did not come back; version " + book.version() + " is in force again");
                }))
                .onFailure(failure -> LOG.error("the last good site book cannot be opened", failure));
    }

    private Future<Void> refuse(long refusedVersion, String why) {
        LOG.error("site book {} is refused, {} stays in force: {}", refusedVersion, version(), why);
        refused = new SiteBookState.Refused(refusedVersion, why, clock.millis());
        told();
        return tell(
                GatewayEvents.SITE_BOOK_REFUSED,
                Recorder.body().put("version", refusedVersion).put("message", why));
    }

    /** Taken before anything else waits: kept on the disk, then over the book in force, then confirmed. */
    void revoke(SignedRevocation revocation) {
        revoked.add(revocation);
        if (revoking) {
            return;
        }
        revoking = true;
        List<SignedRevocation> now = List.copyOf(revoked);
        revoked.clear();
        blocking(() -> store.revoke(now)).onComplete(done -> {
            revoking = false;
            if (done.succeeded()) {
                done.result().ifPresent(this::exchange);
                told();
            } else {
                LOG.error("revocations could not be kept; the fleet says them again", done.cause());
            }
            if (!revoked.isEmpty()) {
                revoke(revoked.remove(revoked.size() - 1));
            }
        });
    }

    private Future<Void> told() {
        return this.<SiteBookStore.Standing>blocking(store::standing).map(now -> {
            standing = now;
            onStanding.run();
            return null;
        });
    }

    private Future<Void> tell(String type, ObjectNode body) {
        return recorder.tell(type, null, body).mapEmpty();
    }
}
