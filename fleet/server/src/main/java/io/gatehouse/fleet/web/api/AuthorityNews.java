package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.authority.AuthorityChange;
import io.gatehouse.fleet.authority.AuthorityReport;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.protocol.GatewayId;
import io.vertx.core.Vertx;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a change of the authority to the gateways: their site books say whom to believe, and who still comes with what is
 * refused now is asked to go. Asks on workers, a hundred books a second.
 */
public final class AuthorityNews {

    private static final Logger LOG = LoggerFactory.getLogger(AuthorityNews.class);
    private static final long GO_ON_MILLIS = 1_000;

    private final Vertx vertx;
    private final FleetCore core;
    private final AuthorityChange change;
    private final AuthorityReport report;
    private final Told told;
    private final Work work;

    public AuthorityNews(Vertx vertx, FleetCore core, Told told, Work work) {
        this.vertx = vertx;
        this.core = core;
        this.change = core.accounting().authorityChange(core.authorities());
        this.report = core.accounting().authorityReport(core.authorities());
        this.told = told;
        this.work = work;
    }

    /** From now on; a change that an earlier start did not bring to everybody goes on. */
    public void start() {
        core.authorities().onChange(() -> {
            if (change.retiresAt().isEmpty()) {
                report.gatewaysBehind().forEach(told::revoked);
            }
            vertx.runOnContext(v -> goOn());
        });
        vertx.runOnContext(v -> goOn());
    }

    private void goOn() {
        work.call(this::some)
                .onSuccess(done -> {
                    if (done > 0) {
                        vertx.setTimer(GO_ON_MILLIS, timer -> goOn());
                    }
                })
                .onFailure(failure -> {
                    LOG.warn("site books were not told of the authority, trying again: {}", failure.toString());
                    vertx.setTimer(GO_ON_MILLIS * 10, timer -> goOn());
                });
    }

    private int some() {
        List<GatewayId> stale = change.staleBooks();
        for (GatewayId gateway : stale) {
            core.siteBooks().compile(gateway);
            core.siteBooks().notice(gateway).ifPresent(notice -> told.siteBook(gateway, notice));
        }
        return stale.size();
    }
}
