package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.enrol.ClaimToken;
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
import java.util.Optional;

/** Devices that appeared unannounced: looked at, let in, or kept out. */
public final class QuarantineApi {

    private final FleetCore core;
    private final Compiling compiling;
    private final Audit audit;
    private final Work work;

    public QuarantineApi(FleetCore core, Compiling compiling, Audit audit, Work work) {
        this.core = core;
        this.compiling = compiling;
        this.audit = audit;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("listQuarantine", this::list)
                .operator("approveStranger", this::approve)
                .operator("refuseStranger", this::refuse);
    }

    record ApproveBody(DeviceKind kind, String name) {}

    private Future<Answer> list(Call call) {
        SiteId site = new SiteId(call.path("site"));
        return work.call(() -> core.sites().exists(site)
                ? Answer.items(core.quarantine().at(site))
                : Answer.refused(SiteApi.noSite(site)));
    }

    private Future<Answer> approve(Call call) {
        SiteId site = new SiteId(call.path("site"));
        DeviceId device = new DeviceId(call.path("device"));
        ApproveBody body = call.body(ApproveBody.class);
        Audit.By by = call.by();
        return work.call(() -> {
            Optional<ClaimToken> token = core.quarantine().approve(site, device, body.kind(), body.name(), by.user());
            token.ifPresent(made -> {
                audit.note(by, "approveStranger", "device " + site + "/" + device);
                compiling.of(site);
            });
            return token.map(made -> Answer.created(EnrolmentApi.shown(made)))
                    .orElseGet(() -> Answer.refused(nobody(site, device)));
        });
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
