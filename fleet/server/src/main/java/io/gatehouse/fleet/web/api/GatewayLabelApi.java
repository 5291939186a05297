package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.enrol.Adopted;
import io.gatehouse.fleet.enrol.GatewayLabel;
import io.gatehouse.fleet.enrol.GatewayLabels;
import io.gatehouse.fleet.enrol.Label;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.identity.NdefUri;
import io.gatehouse.identity.ShortCode;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Labels of gateways: made in the office, and gateways adopted by them; what an NFC tag of any label holds. */
public final class GatewayLabelApi {

    private static final int MOST = 1000;

    private final FleetCore core;
    private final GatewayLabels labels;
    private final Audit audit;
    private final Work work;

    public GatewayLabelApi(FleetCore core, Audit audit, Work work) {
        this.core = core;
        this.labels = core.labels().ofGateways();
        this.audit = audit;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations
                .admin("makeGatewayLabels", this::make)
                .operator("listGatewayLabels", this::list)
                .admin("gatewayLabel", this::ofGateway)
                .operator("adoptGateway", this::adopt)
                .operator("labelTag", this::tag);
    }

    record MakeBody(int count, String site) {}

    record AdoptBody(@Nullable String gateway, String name) {}

    private Future<Answer> make(Call call) {
        MakeBody body = call.body(MakeBody.class);
        Audit.By by = call.by();
        SiteId site = new SiteId(body.site());
        if (!call.reach().covers(body.site())) {
            return Future.succeededFuture(Answer.refused(Problem.notAmongYours()));
        }
        return work.call(() -> {
            if (!core.sites().exists(site)) {
                return Answer.refused(SiteApi.noSite(site));
            }
            audit.note(by, "makeGatewayLabels", body.count() + " labels of gateways", Map.of("site", body.site()));
            return Answer.created(Map.of(
                    "items",
                    labels.make(body.count(), site, by.user()).stream()
                            .map(GatewayLabelApi::shown)
                            .toList()));
        });
    }

    private Future<Answer> list(Call call) {
        SiteId site = call.query("site").map(SiteId::new).orElse(null);
        Reach reach = call.reach();
        return work.call(() -> Answer.items(labels.free(site, reach, MOST).stream()
                .map(GatewayLabelApi::shown)
                .toList()));
    }

    private Future<Answer> ofGateway(Call call) {
        GatewayId gateway = new GatewayId(call.path("gateway"));
        Audit.By by = call.by();
        return work.call(() ->
                Answer.found(labels.of(gateway, by.user()), GatewayLabelApi::shown, GatewayApi.noGateway(gateway)));
    }

    private Future<Answer> adopt(Call call) {
        AdoptBody body = call.body(AdoptBody.class);
        String wished = body.gateway();
        GatewayId id = wished == null ? null : new GatewayId(wished);
        Audit.By by = call.by();
        return coded(call, "gatewayCode", code -> {
            Adopted outcome = labels.adopt(code, id, body.name(), by.user());
            if (outcome instanceof Adopted.Done done) {
                audit.note(
                        by,
                        "adoptGateway",
                        "gateway " + done.gateway(),
                        Map.of("site", done.label().site().value(), "code", code.text()));
                core.siteBooks().compile(done.gateway());
            }
            return answer(code, outcome);
        });
    }

    private static Answer answer(ShortCode code, Adopted outcome) {
        if (outcome instanceof Adopted.Done done) {
            Map<String, Object> answer = new LinkedHashMap<>(shown(done.label()));
            answer.putAll(EnrolmentApi.shown(done.token()));
            return Answer.created(answer);
        }
        if (outcome instanceof Adopted.Already already) {
            Label.Claim claim = already.label().adopted();
            String who = claim == null ? "" : " by " + claim.by() + " at " + Json.time(claim.at());
            return LabelApi.conflict(
                    "ALREADY_CLAIMED",
                    "The label " + code.shown() + " was adopted" + who + ".",
                    "It is gateway " + already.label().gateway() + "; an admin can offer it another token.");
        }
        if (outcome instanceof Adopted.IdTaken taken) {
            return LabelApi.conflict(
                    "GATEWAY_TAKEN",
                    "There is a gateway " + taken.gateway() + " already, and this label is not meant for it here.",
                    "Choose another id, or make the label of that gateway.");
        }
        return Answer.refused(LabelApi.none(code));
    }

    /** Looks the code up on a worker; what is of another site than the caller's stays there. */
    private Future<Answer> coded(Call call, String parameter, Function<ShortCode, Answer> answer) {
        Reach reach = call.reach();
        Optional<ShortCode> read = ShortCode.read(call.path(parameter));
        return read.isEmpty()
                ? Future.succeededFuture(Answer.refused(LabelApi.mistyped()))
                : work.call(() -> labels.find(read.get())
                        .map(label -> reach.covers(label.site().value())
                                ? answer.apply(read.get())
                                : Answer.refused(LabelApi.OTHER_SITE))
                        .orElseGet(() -> Answer.refused(LabelApi.none(read.get()))));
    }

    /** What whoever scanned a gateway's label is shown. */
    static Answer found(Optional<GatewayLabel> label, ShortCode code, Reach reach) {
        return label.filter(one -> !reach.covers(one.site().value())).isPresent()
                ? Answer.refused(LabelApi.OTHER_SITE)
                : Answer.found(label, GatewayLabelApi::shown, LabelApi.none(code));
    }

    /** The bytes that a tag holds so that any phone opens the label's address; the label need not be looked up for it. */
    private Future<Answer> tag(Call call) {
        String address = call.query("address").orElse("").replaceAll("/+$", "");
        return Future.succeededFuture(ShortCode.read(call.path("code"))
                .map(code -> {
                    String link = address + "/c/" + code.text();
                    HexFormat hex = HexFormat.of();
                    return Answer.ok(Map.of(
                            "address", link,
                            "ndef", hex.formatHex(NdefUri.message(link)),
                            "tag", hex.formatHex(NdefUri.block(link))));
                })
                .orElseGet(() -> Answer.refused(LabelApi.mistyped())));
    }

    static Map<String, Object> shown(GatewayLabel label) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("code", label.code().text());
        shown.put("shown", label.code().shown());
        shown.put("path", "/c/" + label.code());
        shown.put("kind", "GATEWAY");
        Label.Claim claim = label.adopted();
        shown.put("state", claim == null ? "FREE" : "CLAIMED");
        shown.put("site", label.site());
        String gateway = label.gateway();
        if (gateway != null) {
            shown.put("gateway", gateway);
        }
        if (claim != null) {
            shown.put("claimedBy", claim.by());
            shown.put("claimedAt", Json.time(claim.at()));
        }
        return shown;
    }
}
