package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.authority.AuthorityChange;
import io.gatehouse.fleet.authority.AuthorityReport;
import io.gatehouse.fleet.command.Ordered;
import io.gatehouse.fleet.command.Request;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.command.CommandType;
import io.vertx.core.Vertx;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a change of the authority to the gateways and through them to the devices: site books say whom to believe, devices
 * whose gateways have heard of it are asked once to renew, and who still comes with what is refused now is asked to go. On
 * workers, a hundred books a second.
 */
public final class AuthorityNews {

    private static final Logger LOG = LoggerFactory.getLogger(AuthorityNews.class);
    private static final long GO_ON_MILLIS = 1_000;
    private static final long ASK_MILLIS = 10_000;
    private static final int DAY_SECONDS = 86_400;

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
        askLater();
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

    private void askLater() {
        vertx.setTimer(
                ASK_MILLIS,
                timer -> work.call(this::ask)
                        .onFailure(failure -> LOG.warn("devices were not asked to renew: {}", failure.toString()))
                        .onComplete(done -> askLater()));
    }

    /** Each once for each authority; who does not know the command says so, and renews in its own time. */
    private int ask() {
        if (change.retiresAt().isEmpty()) {
            return 0;
        }
        String word = "renew-" + core.authority().fingerprint().substring(0, 16);
        List<AuthorityReport.Asked> all = report.toAsk(word);
        for (AuthorityReport.Asked one : all) {
            Request request = new Request(CommandType.RENEW_CERTIFICATE, word, DAY_SECONDS, null, null);
            if (core.commands().order(one.site(), one.device(), request, "fleet") instanceof Ordered.Queued queued) {
                told.command(queued.gateway(), queued.order());
            }
        }
        return all.size();
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
