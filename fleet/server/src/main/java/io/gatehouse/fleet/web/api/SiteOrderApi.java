package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.command.Commands;
import io.gatehouse.fleet.command.Ordered;
import io.gatehouse.fleet.command.Request;
import io.gatehouse.fleet.registry.Sites;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.command.CommandType;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Asking something of a whole site: each of its gateways carries it out, also those that come back later. */
public final class SiteOrderApi {

    private static final int PAGE = 50;

    private final Sites sites;
    private final Commands commands;
    private final Told told;
    private final Audit audit;
    private final Work work;

    public SiteOrderApi(Sites sites, Commands commands, Told told, Audit audit, Work work) {
        this.sites = sites;
        this.commands = commands;
        this.told = told;
        this.audit = audit;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations.operator("orderSite", this::order).viewer("siteOrders", this::list);
    }

    record OrderBody(
            String type,
            String idempotencyKey,
            int expiresInSeconds,
            String reason,
            @Nullable JsonNode data) {}

    private Future<Answer> order(Call call) {
        SiteId site = new SiteId(call.path("site"));
        OrderBody body = call.body(OrderBody.class);
        CommandType type = CommandType.byWireName(body.type());
        Optional<Problem> wrong = wrong(type, body.data());
        if (wrong.isPresent()) {
            return Future.succeededFuture(Answer.refused(wrong.get()));
        }
        Request request = new Request(type, body.idempotencyKey(), body.expiresInSeconds(), body.reason(), body.data());
        Audit.By by = call.by();
        return work.call(() -> sites.exists(site) ? queue(site, request, by) : Answer.refused(noSite(site)));
    }

    private Answer queue(SiteId site, Request request, Audit.By by) {
        List<ObjectNode> queued = new ArrayList<>();
        for (Ordered ordered : commands.orderSite(site, request, by.user())) {
            if (ordered instanceof Ordered.KeyTaken taken) {
                return Answer.refused(Problem.conflict(
                        "The key was used for a " + taken.otherType() + " of this site.",
                        "Take a new idempotencyKey."));
            }
            if (ordered instanceof Ordered.Queued one) {
                queued.add(one.command());
                if (!one.repeated()) {
                    audit.note(
                            by,
                            "orderSite",
                            "site " + site,
                            Map.of(
                                    "type", request.type().wireName(),
                                    "command", one.order().commandId(),
                                    "reason", String.valueOf(request.reason())));
                    told.command(one.gateway(), one.order());
                }
            }
        }
        return queued.isEmpty()
                ? Answer.refused(Problem.conflict(
                        "The site " + site + " has no gateway that could carry the order.",
                        "PUT /api/v1/gateways/{gateway} makes one."))
                : Answer.accepted(Map.of("items", queued));
    }

    /** What the type does not allow, said before it is queued. */
    private static Optional<Problem> wrong(CommandType type, @Nullable JsonNode data) {
        if (!type.isOfSite() || type.isOfFleet()) {
            return Optional.of(Problem.invalid(
                    type.wireName() + " is asked of a device.",
                    "POST /sites/{site}/devices/{device}/commands takes it."));
        }
        TreeSet<String> given = new TreeSet<>();
        if (data != null) {
            data.fieldNames().forEachRemaining(given::add);
        }
        for (String needed : new TreeSet<>(type.demands())) {
            if (!given.contains(needed)) {
                return Optional.of(Problem.invalid(
                        type.wireName() + " needs data." + needed + ".",
                        "It takes " + new TreeSet<>(type.knows()) + "."));
            }
        }
        given.removeAll(type.knows());
        return given.isEmpty()
                ? Optional.empty()
                : Optional.of(Problem.invalid(
                        type.wireName() + " does not know data." + given.first() + ".",
                        "It takes " + new TreeSet<>(type.knows()) + "."));
    }

    private Future<Answer> list(Call call) {
        SiteId site = new SiteId(call.path("site"));
        int limit = call.number("limit", PAGE);
        return work.call(
                () -> sites.exists(site) ? Answer.items(commands.ofSite(site, limit)) : Answer.refused(noSite(site)));
    }

    private static Problem noSite(SiteId site) {
        return Problem.notFound("There is no site " + site + ".", "GET /api/v1/sites lists them.");
    }
}
