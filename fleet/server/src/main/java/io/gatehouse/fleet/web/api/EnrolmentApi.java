package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.enrol.ClaimToken;
import io.gatehouse.fleet.enrol.Enrolled;
import io.gatehouse.fleet.enrol.Holder;
import io.gatehouse.fleet.store.Hashes;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.fleet.web.sign.BasicCredentials;
import io.gatehouse.fleet.web.sign.SignInLimits;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** Claim tokens for devices and gateways, which certificates they were given, and taking their identity back. */
public final class EnrolmentApi {

    private final FleetCore core;
    private final Compiling compiling;
    private final Audit audit;
    private final Work work;
    private final SignInLimits limits;

    public EnrolmentApi(FleetCore core, Compiling compiling, Audit audit, Work work, Clock clock) {
        this.core = core;
        this.compiling = compiling;
        this.audit = audit;
        this.work = work;
        this.limits = new SignInLimits(clock);
    }

    public void addTo(Operations operations) {
        operations
                .operator("offerDeviceToken", call -> offer(call, EnrolmentApi::device))
                .admin("offerGatewayToken", call -> offer(call, this::gateway))
                .operator("revokeDevice", call -> revoke(call, EnrolmentApi::device))
                .admin("revokeGateway", call -> revoke(call, this::gateway))
                .viewer("listDeviceCertificates", call -> certificates(call, EnrolmentApi::device))
                .viewer("listGatewayCertificates", call -> certificates(call, this::gateway))
                .open("drawDeviceSecret", this::drawSecret);
    }

    private static Optional<Holder> device(Call call) {
        return Optional.of(Holder.of(new SiteId(call.path("site")), new DeviceId(call.path("device"))));
    }

    /** Blocks. */
    private Optional<Holder> gateway(Call call) {
        GatewayId gateway = new GatewayId(call.path("gateway"));
        return core.gateways().siteOf(gateway).map(site -> Holder.of(site, gateway));
    }

    private Future<Answer> offer(Call call, Function<Call, Optional<Holder>> of) {
        Audit.By by = call.by();
        return work.call(() -> of.apply(call)
                .flatMap(holder -> core.enrolments().offer(holder, by.user()).map(token -> {
                    audit.note(by, "offerToken", holder.toString());
                    return Answer.created(shown(token));
                }))
                .orElseGet(EnrolmentApi::nobody));
    }

    static Map<String, Object> shown(ClaimToken token) {
        return Map.of("token", token.text(), "expires", Json.time(token.expires()));
    }

    private Future<Answer> revoke(Call call, Function<Call, Optional<Holder>> of) {
        String reason = call.body().path("reason").asText();
        Audit.By by = call.by();
        return work.call(() -> {
            Optional<Holder> holder = of.apply(call).filter(core.enrolments()::revoke);
            holder.ifPresent(gone -> {
                audit.note(by, "revokeIdentity", gone.toString(), Map.of("reason", reason));
                tell(gone);
            });
            return holder.isPresent() ? Answer.done() : nobody();
        });
    }

    private void tell(Holder gone) {
        switch (gone.kind()) {
            case DEVICE -> compiling.of(gone.site());
            case GATEWAY -> compiling.told().revoked(new GatewayId(gone.name()));
        }
    }

    private Future<Answer> certificates(Call call, Function<Call, Optional<Holder>> of) {
        return work.call(() -> of.apply(call)
                .map(holder -> Answer.items(core.certificates().of(holder)))
                .orElseGet(EnrolmentApi::nobody));
    }

    /** For a device that is too small for certificates: it comes with its claim token, not with an account. */
    private Future<Answer> drawSecret(Call call) {
        Optional<BasicCredentials> sent = BasicCredentials.of(call.http());
        if (sent.isEmpty()) {
            return Future.succeededFuture(noToken("send the claim token as the password of basic authentication"));
        }
        String token = sent.get().password();
        String counted = Hashes.sha256(token);
        String address = call.remoteAddress();
        OptionalLong wait = limits.take(counted, address);
        if (wait.isPresent()) {
            return Future.succeededFuture(new Answer.Refused(
                    Problem.tooMany(wait.getAsLong()), Map.of("Retry-After", Long.toString(wait.getAsLong()))));
        }
        Audit.By by = call.by("claim token", "claim token");
        Callable<Answer> drawing = () -> {
            Enrolled outcome = core.enrolments().drawSecret(token);
            if (outcome instanceof Enrolled.Secret drawn) {
                limits.giveBack(counted, address);
                Holder holder = drawn.holder();
                audit.note(by, "drawDeviceSecret", holder.toString());
                compiling.of(holder.site());
                return Answer.ok(Map.of("site", holder.site(), "device", holder.name(), "secret", drawn.secret()));
            }
            return noToken(
                    outcome instanceof Enrolled.Refused refused
                            ? refused.reason().words()
                            : "refused");
        };
        return work.call(drawing);
    }

    private static Answer noToken(String why) {
        return new Answer.Refused(
                Problem.wrongCredentials("Nothing was issued: " + why + ".", "Ask for a new claim token."),
                Map.of("WWW-Authenticate", "Basic realm=\"claim token\", charset=\"UTF-8\""));
    }

    private static Answer nobody() {
        return Answer.refused(Problem.notFound(
                "There is no such device or gateway.", "GET /api/v1/devices and GET /api/v1/gateways list them."));
    }
}
