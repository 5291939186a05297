package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.registry.Erasures;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.fleet.web.sign.GatewaySender;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What changed from one site book to the next, what was revoked and who has confirmed it, and whose data is erased. */
public final class SiteBookApi {

    private final FleetCore core;
    private final Told told;
    private final Audit audit;
    private final Work work;

    public SiteBookApi(FleetCore core, Told told, Audit audit, Work work) {
        this.core = core;
        this.told = told;
        this.audit = audit;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations
                .open("siteBookDeltas", this::deltas)
                .viewer("listRevocations", this::revocations)
                .admin("erasePerson", this::erase);
    }

    /** Why, and the person's id once more. */
    record EraseBody(String reason, String confirm) {}

    private Future<Answer> deltas(Call call) {
        GatewayId id = new GatewayId(call.path("gateway"));
        Optional<GatewaySender> sender = GatewaySender.of(call.http(), id);
        if (sender.isEmpty()) {
            return Future.succeededFuture(GatewayApi.notThisGateway());
        }
        int from = call.number("from", 0);
        return work.call(() -> sender.get().isAdmitted(core)
                ? core.siteBooks()
                        .deltas(id, from)
                        .<Answer>map(chain -> new Answer.Bytes(
                                200, "application/cbor", Buffer.buffer(chain), Map.of("Cache-Control", "no-store")))
                        .orElseGet(() -> Answer.refused(Problem.notFound(
                                "What changed since version " + from + " is not kept.", "Fetch the whole site book.")))
                : GatewayApi.notThisGateway());
    }

    private Future<Answer> revocations(Call call) {
        SiteId site = new SiteId(call.path("site"));
        String person = call.query("person").orElse(null);
        String credential = call.query("credential").orElse(null);
        return work.call(() -> core.sites().exists(site)
                ? Answer.items(core.revocations().list(site, person, credential))
                : Answer.refused(SiteApi.noSite(site)));
    }

    private Future<Answer> erase(Call call) {
        SiteId site = new SiteId(call.path("site"));
        String person = call.path("person");
        EraseBody body = call.body(EraseBody.class);
        Audit.By by = call.by();
        if (!body.confirm().equals(person)) {
            return Future.succeededFuture(Answer.refused(Problem.invalid(
                    "The confirmation is not the person's id.",
                    "Erasing cannot be taken back: send the id once more as 'confirm'.")));
        }
        return work.call(
                () -> held(site, person).map(Answer::refused).orElseGet(() -> erase(site, person, body.reason(), by)));
    }

    /** Why nobody may be forgotten now. */
    private Optional<Problem> held(SiteId site, String person) {
        List<String> holds = core.sites().exists(site) ? core.patrol().erasure().heldBy(site, person) : List.of();
        return holds.isEmpty()
                ? Optional.empty()
                : Optional.of(Problem.conflict(
                        "Rounds of this person are under legal hold: " + String.join(", ", holds) + ".",
                        "Release the hold first; what it is for needs to know who it was."));
    }

    private Answer erase(SiteId site, String person, String reason, Audit.By by) {
        Optional<Erasures.Erased> erased = core.erasures().erase(site, person, reason);
        erased.ifPresent(done -> {
            core.patrol().erasure().forget(site, person, done.pseudonym());
            audit.note(
                    by,
                    "erasePerson",
                    "person " + site + "/" + person,
                    Map.of("pseudonym", done.pseudonym(), "reason", reason));
            compile(site);
        });
        return Answer.found(
                erased,
                done -> Map.of(
                        "pseudonym",
                        done.pseudonym(),
                        "revocation",
                        done.revocation(),
                        "credentials",
                        done.credentials()),
                Problem.notFound("There is no person " + person + " at " + site + ".", "Nothing was changed."));
    }

    private void compile(SiteId site) {
        for (GatewayId gateway : core.gateways().at(site)) {
            core.siteBooks().compile(gateway);
            core.siteBooks().notice(gateway).ifPresent(notice -> told.siteBook(gateway, notice));
        }
    }
}
