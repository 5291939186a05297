package io.gatehouse.gateway;

import io.gatehouse.gateway.identity.FleetIdentity;
import io.gatehouse.gateway.link.FleetLink;
import io.gatehouse.gateway.sitebook.SiteBookSnapshot;
import io.vertx.core.Context;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Believes whom the site book in force says, and renews the gateway's own certificate when another authority certifies now:
 * a while after, each gateway at its own moment, so that a fleet's gateways do not come all at once. On the gateway's context.
 */
final class AuthorityDesk {

    private static final Logger LOG = LoggerFactory.getLogger(AuthorityDesk.class);
    private static final long SPREAD_MILLIS = 10_000;
    private static final long AGAIN_MILLIS = 60_000;

    private final Context context;
    private final FleetIdentity identity;
    private final FleetLink link;
    private final RandomGenerator random;
    private boolean waits;

    AuthorityDesk(Context context, FleetIdentity identity, FleetLink link, RandomGenerator random) {
        this.context = context;
        this.identity = identity;
        this.link = link;
        this.random = random;
    }

    /**
     * Hears of the book that is in force and of each one after it.
     *
     * @param others who must know of a change, too; told after this desk
     */
    void follow(SiteBookDesk books, Runnable others) {
        Runnable change = () -> {
            books.inForce().ifPresent(this::heard);
            others.run();
        };
        books.onSwap(change);
        if (books.inForce().isPresent()) {
            change.run();
        }
    }

    /** Another site book is in force. A book that says nothing of authorities changes nothing. */
    private void heard(SiteBookSnapshot book) {
        List<X509Certificate> certifying = book.authorities();
        if (certifying.isEmpty()) {
            return;
        }
        context.executeBlocking(() -> identity.trust(certifying))
                .onSuccess(changed -> {
                    if (changed) {
                        LOG.info("site book {} names {} authorities to believe", book.version(), certifying.size());
                    }
                    renewWithin(SPREAD_MILLIS);
                })
                .onFailure(failure ->
                        LOG.error("the authorities of site book {} could not be kept", book.version(), failure));
    }

    private void renewWithin(long millis) {
        if (waits || !identity.isOfOldAuthority()) {
            return;
        }
        waits = true;
        context.owner().setTimer(1 + random.nextLong(millis), timer -> {
            URI address = link.settings().http();
            context.executeBlocking(() -> {
                        identity.prepare(address);
                        return true;
                    })
                    .onFailure(failure -> LOG.warn("not certified by the new authority yet: {}", failure.toString()))
                    .onComplete(done -> {
                        waits = false;
                        renewWithin(AGAIN_MILLIS);
                    });
        });
    }
}
