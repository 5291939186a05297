package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.rollout.Artifacts;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.fleet.web.sign.GatewaySender;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.artifact.ArtifactPart;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Firmware: brought by people, fetched by gateways, a part at a time. */
public final class ArtifactApi {

    private static final int PART_BYTES = 64 * 1024;

    private final FleetCore core;
    private final Artifacts artifacts;
    private final Audit audit;
    private final Work work;

    public ArtifactApi(FleetCore core, Artifacts artifacts, Audit audit, Work work) {
        this.core = core;
        this.artifacts = artifacts;
        this.audit = audit;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("listArtifacts", this::list)
                .viewer("artifactGateways", this::gateways)
                .admin("bringArtifact", this::bring)
                .open("gatewayArtifact", this::part);
    }

    /**
     * @param content in base64
     * @param manifest the maker's signed manifest in base64, when the product is a maker's
     */
    record ArtifactBody(
            String product,
            String version,
            @Nullable String minimumVersion,
            String content,
            @Nullable String manifest) {}

    private Future<Answer> list(Call call) {
        return work.call(() -> Answer.items(artifacts.list()));
    }

    private Future<Answer> gateways(Call call) {
        String sha256 = call.path("sha256");
        return work.call(() -> Answer.items(artifacts.fetches().of(sha256, call.reach())));
    }

    private Future<Answer> bring(Call call) {
        ArtifactBody body = call.body(ArtifactBody.class);
        Audit.By by = call.by();
        return work.call(() -> {
            byte[] content;
            byte[] manifest;
            try {
                content = Base64.getDecoder().decode(body.content());
                manifest = body.manifest() == null ? null : Base64.getDecoder().decode(body.manifest());
            } catch (IllegalArgumentException e) {
                return Answer.refused(Problem.invalid("The content is no base64.", "Send the file's bytes in base64."));
            }
            String minimum = body.minimumVersion() == null ? "0" : body.minimumVersion();
            Artifacts.Brought brought =
                    artifacts.bring(body.product(), body.version(), minimum, content, manifest, by.user());
            return answer(brought, body, by);
        });
    }

    private Answer answer(Artifacts.Brought brought, ArtifactBody body, Audit.By by) {
        String name = body.product() + " " + body.version();
        if (brought instanceof Artifacts.Brought.Kept kept) {
            if (kept.made()) {
                audit.note(
                        by,
                        "bringArtifact",
                        "artifact " + name,
                        Map.of("sha256", kept.artifact().path("sha256").asText()));
            }
            return Answer.created(kept.artifact());
        }
        return brought instanceof Artifacts.Brought.Wrong wrong
                ? Answer.refused(Problem.invalid("It is not taken: " + wrong.why() + ".", "Mend it and send it again."))
                : Answer.refused(Problem.conflict(
                        "There is a " + name + " already, and it is another one.",
                        "A version is never replaced; give this one a version of its own."));
    }

    private Future<Answer> part(Call call) {
        GatewayId id = new GatewayId(call.path("gateway"));
        Optional<GatewaySender> sender = GatewaySender.of(call.http(), id);
        if (sender.isEmpty()) {
            return Future.succeededFuture(GatewayApi.notThisGateway());
        }
        String sha256 = call.path("sha256");
        int from = call.number("from", 0);
        int most = Math.min(PART_BYTES, call.number("most", PART_BYTES));
        return work.call(() -> sender.get().isAdmitted(core)
                ? artifacts
                        .part(sha256, from, most)
                        .<Answer>map(part -> given(id, part))
                        .orElseGet(() -> Answer.refused(
                                Problem.notFound("There is no artifact " + sha256 + ".", "It may have been removed.")))
                : GatewayApi.notThisGateway());
    }

    private Answer given(GatewayId gateway, ArtifactPart part) {
        artifacts.fetches().note(gateway, part.sha256(), part.part().length);
        return new Answer.Bytes(
                200,
                "application/cbor",
                Buffer.buffer(WireFormat.CBOR.write(part)),
                Map.of("Cache-Control", "no-store"));
    }
}
