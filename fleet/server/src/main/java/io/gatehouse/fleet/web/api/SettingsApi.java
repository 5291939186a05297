package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.command.Outlet;
import io.gatehouse.fleet.twin.GatewayConfigurations;
import io.gatehouse.fleet.twin.Layer;
import io.gatehouse.fleet.twin.LayerKey;
import io.gatehouse.fleet.twin.SettingsOutcome;
import io.gatehouse.fleet.twin.Twins;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.protocol.GatewayId;
import io.vertx.core.Future;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Settings by layer, twins, and what gateways themselves run with. */
public final class SettingsApi {

    private static final int PAGE = 500;

    private final Twins twins;
    private final GatewayConfigurations gateways;
    private final Outlet outlet;
    private final Audit audit;
    private final Work work;

    public SettingsApi(Twins twins, GatewayConfigurations gateways, Outlet outlet, Audit audit, Work work) {
        this.twins = twins;
        this.gateways = gateways;
        this.outlet = outlet;
        this.audit = audit;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("profileSettings", call -> layer(ofProfile(call)))
                .admin("putProfileSettings", call -> put(call, ofProfile(call)))
                .admin("previewProfileSettings", call -> preview(call, ofProfile(call)))
                .viewer("siteSettings", call -> layer(ofSite(call)))
                .operator("putSiteSettings", call -> put(call, ofSite(call)))
                .operator("previewSiteSettings", call -> preview(call, ofSite(call)))
                .viewer("deviceSettings", call -> layer(ofDevice(call)))
                .operator("putDeviceSettings", call -> put(call, ofDevice(call)))
                .operator("previewDeviceSettings", call -> preview(call, ofDevice(call)))
                .viewer("deviceTwin", this::twin)
                .viewer("listDrift", this::drift)
                .viewer("gatewayConfiguration", this::configuration)
                .admin("putGatewayConfiguration", this::putConfiguration);
    }

    /** @param version the one that was seen before the change */
    record SettingsBody(ObjectNode settings, @Nullable Long version) {
        long seen() {
            return version == null ? 0 : version;
        }
    }

    private static LayerKey ofProfile(Call call) {
        return LayerKey.ofProfile(call.path("profileKey"));
    }

    private static LayerKey ofSite(Call call) {
        return LayerKey.ofSite(call.path("site"), call.path("profileKey"));
    }

    private static LayerKey ofDevice(Call call) {
        return LayerKey.ofDevice(call.path("site"), call.path("device"));
    }

    private Future<Answer> layer(LayerKey key) {
        return work.call(() -> Answer.found(
                twins.layer(key),
                found -> found,
                Problem.notFound("There is no " + key.key() + " here.", "GET /api/v1/devices lists what there is.")));
    }

    private Future<Answer> put(Call call, LayerKey key) {
        SettingsBody body = call.body(SettingsBody.class);
        Audit.By by = call.by();
        return work.call(() -> {
            SettingsOutcome outcome = twins.change(key, body.settings(), body.seen(), by.user());
            note(outcome, by, "settings " + key.scope() + " " + key.site() + "/" + key.key());
            return answer(outcome);
        });
    }

    private Future<Answer> preview(Call call, LayerKey key) {
        SettingsBody body = call.body(SettingsBody.class);
        // asks for whom it is taken down, and takes nothing down: nothing was changed
        call.by();
        return work.call(() -> answer(twins.preview(key, body.settings())));
    }

    private Future<Answer> twin(Call call) {
        String site = call.path("site");
        String device = call.path("device");
        return work.call(() -> Answer.found(
                twins.of(site, device),
                Function.identity(),
                Problem.notFound(
                        "There is no device " + device + " at site " + site + ".", "GET /api/v1/devices lists them.")));
    }

    private Future<Answer> drift(Call call) {
        int limit = call.number("limit", PAGE);
        return work.call(() -> Answer.items(twins.drift(call.reach(), limit)));
    }

    private Future<Answer> configuration(Call call) {
        GatewayId gateway = new GatewayId(call.path("gateway"));
        return work.call(() -> Answer.found(
                gateways.of(gateway),
                Function.identity(),
                Problem.notFound("There is no gateway " + gateway + ".", "GET /api/v1/gateways lists them.")));
    }

    private Future<Answer> putConfiguration(Call call) {
        GatewayId gateway = new GatewayId(call.path("gateway"));
        SettingsBody body = call.body(SettingsBody.class);
        Audit.By by = call.by();
        return work.call(() -> {
            SettingsOutcome outcome =
                    gateways.change(gateway, GatewayConfigurations.texts(body.settings()), body.seen(), by.user());
            note(outcome, by, "configuration of gateway " + gateway);
            return answer(outcome);
        });
    }

    private void note(SettingsOutcome outcome, Audit.By by, String target) {
        if (outcome instanceof SettingsOutcome.Done done) {
            audit.note(
                    by,
                    "putSettings",
                    target,
                    Map.of("version", done.shown().path("version").asText()));
            outlet.send(done.orders());
        }
    }

    private static Answer answer(SettingsOutcome outcome) {
        if (outcome instanceof SettingsOutcome.Done done) {
            return Answer.ok(done.shown());
        }
        if (outcome instanceof SettingsOutcome.Nothing nothing) {
            return Answer.refused(Problem.notFound(
                    "There is no " + nothing.what() + ".", "GET /api/v1/devices and /gateways list what there is."));
        }
        if (outcome instanceof SettingsOutcome.Wrong wrong) {
            return Answer.refused(Problem.invalid(wrong.why() + ".", "Nothing was changed."));
        }
        Layer now = ((SettingsOutcome.Conflict) outcome).now();
        return Answer.refused(new Problem(
                409,
                "VERSION_CONFLICT",
                now.changedBy() == null
                        ? "Nobody has set anything here yet: it is version 0."
                        : now.changedBy() + " changed it meanwhile: it is version " + now.version() + " now.",
                "Read it again, and make your change upon that."));
    }
}
