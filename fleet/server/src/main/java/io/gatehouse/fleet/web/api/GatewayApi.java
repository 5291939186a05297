package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.presence.BacklogBoard;
import io.gatehouse.fleet.presence.GatewayBoard;
import io.gatehouse.fleet.registry.Gateways;
import io.gatehouse.fleet.registry.Sites;
import io.gatehouse.fleet.sitebook.SiteBooks;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.fleet.web.sign.GatewaySender;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.uplink.SiteBookNotice;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Gateways: what operators see of them, and the site book that they fetch themselves. */
public final class GatewayApi {

    private final FleetCore core;
    private final Gateways gateways;
    private final Boards boards;
    private final Sites sites;
    private final SiteBooks siteBooks;
    private final Audit audit;
    private final Work work;

    /** How gateways are, and what they still hold. */
    public record Boards(GatewayBoard gateways, BacklogBoard backlog) {}

    public GatewayApi(FleetCore core, Boards boards, Audit audit, Work work) {
        this.core = core;
        this.gateways = core.gateways();
        this.boards = boards;
        this.sites = core.sites();
        this.siteBooks = core.siteBooks();
        this.audit = audit;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("listBacklog", call -> {
                    Reach reach = call.reach();
                    return work.call(() -> Answer.items(boards.backlog().list(reach)));
                })
                .viewer("gateway", this::gateway)
                .admin("putGateway", this::put)
                .admin("rotateGatewaySecret", this::rotate)
                .open("siteBook", this::siteBook);
    }

    /** What a gateway is given. */
    record GatewayBody(String site, String name) {}

    private Future<Answer> gateway(Call call) {
        GatewayId id = new GatewayId(call.path("gateway"));
        return work.call(() -> Answer.found(boards.gateways().find(id), found -> found, noGateway(id)));
    }

    private Future<Answer> put(Call call) {
        GatewayId id = new GatewayId(call.path("gateway"));
        GatewayBody body = call.body(GatewayBody.class);
        SiteId site = new SiteId(body.site());
        Audit.By by = call.by();
        if (!call.reach().covers(body.site())) {
            return Future.succeededFuture(Answer.refused(Problem.notAmongYours()));
        }
        return work.call(() -> {
            if (!sites.exists(site)) {
                return Answer.refused(SiteApi.noSite(site));
            }
            Optional<String> secret = gateways.put(id, site, body.name());
            audit.note(by, "putGateway", "gateway " + id, Map.of("site", body.site(), "name", body.name()));
            siteBooks.compile(id);
            Map<String, Object> answer = new LinkedHashMap<>(Map.of("gateway", id, "site", site, "name", body.name()));
            secret.ifPresent(made -> answer.put("secret", made));
            return Answer.ok(answer);
        });
    }

    private Future<Answer> rotate(Call call) {
        GatewayId id = new GatewayId(call.path("gateway"));
        Audit.By by = call.by();
        return work.call(() -> {
            Optional<String> secret = gateways.rotate(id);
            secret.ifPresent(made -> audit.note(by, "rotateGatewaySecret", "gateway " + id));
            return Answer.found(secret, made -> Map.of("secret", made), noGateway(id));
        });
    }

    private Future<Answer> siteBook(Call call) {
        GatewayId id = new GatewayId(call.path("gateway"));
        Optional<GatewaySender> sender = GatewaySender.of(call.http(), id);
        if (sender.isEmpty()) {
            return Future.succeededFuture(notThisGateway());
        }
        String known = String.valueOf(call.http().getHeader("If-None-Match"));
        return work.call(() -> sender.get().isAdmitted(core) ? siteBook(id, known) : notThisGateway());
    }

    private Answer siteBook(GatewayId id, String known) {
        Optional<SiteBookNotice> notice = siteBooks.notice(id);
        if (notice.isEmpty()) {
            return Answer.refused(Problem.notFound(
                    "No site book was compiled for " + id + " yet.", "PUT the site's estate; that compiles one."));
        }
        String tag = '"' + notice.get().sha256() + '"';
        if (known.contains(tag)) {
            return new Answer.Empty(304, Map.of("ETag", tag));
        }
        Buffer body = Buffer.buffer(siteBooks.signed(id).orElseThrow());
        return new Answer.Bytes(200, "application/cbor", body, Map.of("ETag", tag, "Cache-Control", "no-store"));
    }

    static Answer notThisGateway() {
        return new Answer.Refused(
                Problem.wrongCredentials(
                        "This is for the gateway itself.",
                        "Come with its certificate, or send its id and secret by basic authentication."),
                Map.of("WWW-Authenticate", "Basic realm=\"gatehouse\", charset=\"UTF-8\""));
    }

    static Problem noGateway(GatewayId id) {
        return Problem.notFound("There is no gateway " + id + ".", "GET /api/v1/gateways lists them.");
    }
}
