package io.gatehouse.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.link.SiteBookFetch;
import io.gatehouse.gateway.record.Recorder;
import io.gatehouse.gateway.sitebook.SiteBookSnapshot;
import io.gatehouse.gateway.sitebook.SiteBookStore;
import io.gatehouse.protocol.Refusal;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteBookNotice;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The site book in force, and how a new one comes: told of by the fleet, fetched, checked, kept, swapped in one step. What
 * is refused leaves the old one in force. On the gateway's context.
 */
final class SiteBookDesk {

    private static final Logger LOG = LoggerFactory.getLogger(SiteBookDesk.class);

    private static final long AGAIN_AFTER_MILLIS = 3_000;

    private final Context context;
    private final SiteBookStore store;
    private final SiteBookFetch fetch;
    private final Recorder recorder;
    private @Nullable SiteBookSnapshot inForce;
    private Runnable onSwap = () -> {};
    private boolean fetching;
    private @Nullable SiteBookNotice next;

    SiteBookDesk(
            Context context,
            SiteBookStore store,
            SiteBookFetch fetch,
            Recorder recorder,
            Optional<SiteBookSnapshot> loaded) {
        this.context = context;
        this.store = store;
        this.fetch = fetch;
        this.recorder = recorder;
        this.inForce = loaded.orElse(null);
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

    /** There is a book at the fleet. One is fetched at a time; the newest notice wins. */
    void told(SiteBookNotice notice) {
        if (notice.version() <= version()) {
            return;
        }
        if (fetching) {
            next = notice;
            return;
        }
        fetching = true;
        fetch.fetch(notice.path())
                .compose(bytes -> context.executeBlocking(() -> store.apply(bytes, version())))
                .compose(applied -> applied.fold(this::swap, refusal -> refused(notice, refusal)))
                .recover(failure -> {
                    LOG.warn("site book {} could not be fetched: {}", notice.version(), failure.toString());
                    context.owner().setTimer(AGAIN_AFTER_MILLIS, timer -> told(notice));
                    return Future.succeededFuture();
                })
                .onComplete(done -> fetched());
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
        SiteBookSnapshot old = inForce;
        inForce = fresh;
        if (old != null) {
            old.close();
        }
        LOG.info("site book {} is in force", fresh.version());
        onSwap.run();
        return tell(GatewayEvents.SITE_BOOK_APPLIED, Recorder.body().put("version", fresh.version()));
    }

    private Future<Void> refused(SiteBookNotice notice, Refusal refusal) {
        LOG.error("site book {} is refused, {} stays in force: {}", notice.version(), version(), refusal.message());
        return tell(
                GatewayEvents.SITE_BOOK_REFUSED,
                Recorder.body().put("version", notice.version()).put("message", refusal.message()));
    }

    private Future<Void> tell(String type, ObjectNode body) {
        return recorder.tell(type, null, body).mapEmpty();
    }
}
