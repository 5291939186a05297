package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.enrol.ApprovalHook;
import io.gatehouse.fleet.enrol.ClaimToken;
import io.gatehouse.fleet.enrol.Quarantine;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.DeviceKind;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;

/** Devices that appeared unannounced: looked at, let in when nobody objects, or kept out. */
public final class QuarantineApi {

    private final FleetCore core;
    private final Compiling compiling;
    private final Audit audit;
    private final Work work;
    private final Objections objections;

    public QuarantineApi(FleetCore core, Compiling compiling, Audit audit, Work work, Objections objections) {
        this.core = core;
        this.compiling = compiling;
        this.audit = audit;
        this.work = work;
        this.objections = objections;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("listQuarantine", this::list)
                .operator("approveStranger", this::approve)
                .operator("refuseStranger", this::refuse);
        new ApprovalHookApi(core.quarantine().hooks(), objections, audit, work).addTo(operations);
    }

    record ApproveBody(DeviceKind kind, String name) {}

    /** Who wants to let whom in, as what. */
    private record Wish(SiteId site, DeviceId device, ApproveBody as, Audit.By by) {}

    /** What is known before anybody is asked. */
    private record Known(Optional<ObjectNode> stranger, Optional<ApprovalHook> hook) {}

    private Future<Answer> list(Call call) {
        SiteId site = new SiteId(call.path("site"));
        return work.call(() -> core.sites().exists(site)
                ? Answer.items(core.quarantine().at(site))
                : Answer.refused(SiteApi.noSite(site)));
    }

    private Future<Answer> approve(Call call) {
        Wish wish = new Wish(
                new SiteId(call.path("site")),
                new DeviceId(call.path("device")),
                call.body(ApproveBody.class),
                call.by());
        return work.call(() -> new Known(
                        core.quarantine().find(wish.site(), wish.device()),
                        core.quarantine().hooks().open().filter(ApprovalHook::enabled)))
                .compose(known -> known.stranger().isEmpty() || known.hook().isEmpty()
                        ? work.call(() -> letIn(wish))
                        : objections
                                .ask(
                                        known.hook().get(),
                                        question(wish, known.stranger().get()))
                                .compose(objection -> work.call(() ->
                                        objection.map(why -> keepOut(wish, why)).orElseGet(() -> letIn(wish)))));
    }

    /** What whoever is asked is told: the request, and what is known of the stranger. */
    private static ObjectNode question(Wish wish, ObjectNode stranger) {
        ObjectNode question = Json.object()
                .put("type", "device.approval")
                .put("site", wish.site().value())
                .put("kind", wish.as().kind().name())
                .put("name", wish.as().name())
                .put("by", wish.by().user());
        question.setAll(stranger.deepCopy().retain("device", "gateway", "times", "firstSeen", "lastSeen"));
        return question;
    }

    private Answer letIn(Wish wish) {
        Optional<ClaimToken> token = core.quarantine()
                .approve(
                        wish.site(),
                        wish.device(),
                        wish.as().kind(),
                        wish.as().name(),
                        wish.by().user());
        token.ifPresent(made -> {
            audit.note(wish.by(), "approveStranger", "device " + wish.site() + "/" + wish.device());
            compiling.of(wish.site());
        });
        return token.map(made -> Answer.created(EnrolmentApi.shown(made)))
                .orElseGet(() -> Answer.refused(nobody(wish.site(), wish.device())));
    }

    private Answer keepOut(Wish wish, Objections.Objection objection) {
        core.quarantine().keepOut(wish.site(), wish.device(), objection.veto(), objection.reason());
        audit.note(
                wish.by(),
                "keepStrangerOut",
                "device " + wish.site() + "/" + wish.device(),
                Map.of("veto", objection.veto().name(), "reason", objection.reason()));
        String why = objection.reason().isEmpty() ? "." : ": " + objection.reason();
        return objection.veto() == Quarantine.Veto.VETOED
                ? LabelApi.conflict(
                        "VETOED",
                        "Whoever is asked before an approval objects" + why,
                        "Settle it with them; an admin can see and change who is asked at /quarantine-hook.")
                : LabelApi.conflict(
                        "HOOK_UNANSWERED",
                        "Whoever is asked before an approval gave no answer that counts" + why,
                        "It stays in quarantine. Try again, or ask an admin to look at /quarantine-hook.");
    }

    private Future<Answer> refuse(Call call) {
        SiteId site = new SiteId(call.path("site"));
        DeviceId device = new DeviceId(call.path("device"));
        Audit.By by = call.by();
        return work.call(() -> {
            if (!core.quarantine().refuse(site, device, by.user())) {
                return Answer.refused(nobody(site, device));
            }
            audit.note(by, "refuseStranger", "device " + site + "/" + device);
            return Answer.done();
        });
    }

    private static Problem nobody(SiteId site, DeviceId device) {
        return Problem.notFound(
                "Nobody named " + device + " waits at site " + site + ".",
                "GET /api/v1/sites/" + site + "/quarantine lists who does.");
    }
}
