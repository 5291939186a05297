package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.commission.PositionForm;
import io.gatehouse.fleet.commission.Positions;
import io.gatehouse.fleet.commission.Readiness;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.enrol.Claimed;
import io.gatehouse.fleet.enrol.Swapped;
import io.gatehouse.fleet.enrol.Swaps;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.identity.ShortCode;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.DeviceKind;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Positions: what they are called and where they are, and the boxes that are put in and taken out. */
public final class PositionApi {

    private static final int PAGE = 200;

    private final FleetCore core;
    private final Compiling compiling;
    private final Audit audit;
    private final Work work;

    public PositionApi(FleetCore core, Compiling compiling, Audit audit, Work work) {
        this.core = core;
        this.compiling = compiling;
        this.audit = audit;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("listPositions", this::list)
                .viewer("position", this::position)
                .operator("putPosition", this::put)
                .operator("swapBox", this::swap)
                .operator("takeOutBox", this::takeOut)
                .viewer("readiness", this::readiness);
    }

    record PositionBody(
            String name,
            DeviceKind kind,
            @Nullable String building,
            @Nullable String floor,
            @Nullable String door,
            @Nullable String profile) {}

    record SwapBody(String request, @Nullable String oldCode, String newCode, String reason) {}

    record ReasonBody(String reason) {}

    private Positions positions() {
        return core.commission().positions();
    }

    private Future<Answer> list(Call call) {
        int limit = call.number("limit", PAGE);
        Positions.Filter filter = new Positions.Filter(
                call.query("site").orElse(null),
                call.query("service").orElse(null),
                call.query("q").orElse(null),
                call.query("after").orElse(null),
                limit + 1,
                call.reach());
        return work.call(() -> {
            List<ObjectNode> found = positions().list(filter);
            return Pages.of(
                    found,
                    limit,
                    last -> last.path("site").asText() + "/" + last.path("id").asText());
        });
    }

    private Future<Answer> position(Call call) {
        SiteId site = new SiteId(call.path("site"));
        DeviceId id = new DeviceId(call.path("position"));
        return work.call(() -> Answer.found(positions().find(site, id), found -> found, none(site, id)));
    }

    private Future<Answer> readiness(Call call) {
        SiteId site = new SiteId(call.path("site"));
        Readiness readiness = core.commission().readiness();
        return work.call(
                () -> core.sites().exists(site) ? Answer.ok(readiness.of(site)) : Answer.refused(SiteApi.noSite(site)));
    }

    private Future<Answer> put(Call call) {
        SiteId site = new SiteId(call.path("site"));
        DeviceId id = new DeviceId(call.path("position"));
        PositionBody body = call.body(PositionBody.class);
        PositionForm form =
                new PositionForm(body.name(), body.kind(), body.building(), body.floor(), body.door(), body.profile());
        Audit.By by = call.by();
        return work.call(() -> {
            if (!core.sites().exists(site)) {
                return Answer.refused(SiteApi.noSite(site));
            }
            Positions.Said said = positions().put(site, id, form);
            Optional<Problem> problem = problem(said, form);
            if (problem.isPresent()) {
                return Answer.refused(problem.get());
            }
            audit.note(by, "putPosition", "position " + site + "/" + id);
            compiling.of(site);
            return Answer.found(positions().find(site, id), found -> found, none(site, id));
        });
    }

    private static Optional<Problem> problem(Positions.Said said, PositionForm form) {
        return switch (said) {
            case MADE, CHANGED -> Optional.empty();
            case NAME_TAKEN ->
                Optional.of(new Problem(
                        409,
                        "NAME_TAKEN",
                        "Another device of the site is called " + form.name() + ".",
                        "Choose another name."));
            case OTHER_KIND ->
                Optional.of(Problem.conflict(
                        "The position is for another kind of device than " + form.kind() + ".",
                        "Make another position for it."));
            case NO_PROFILE ->
                Optional.of(Problem.invalid(
                        "There is no profile " + form.profile() + " for devices of the kind " + form.kind() + ".",
                        "GET /api/v1/device-profiles lists them."));
        };
    }

    private Future<Answer> swap(Call call) {
        SiteId site = new SiteId(call.path("site"));
        DeviceId id = new DeviceId(call.path("position"));
        SwapBody body = call.body(SwapBody.class);
        Audit.By by = call.by();
        Optional<ShortCode> fresh = ShortCode.read(body.newCode());
        String oldText = body.oldCode();
        Optional<ShortCode> old = Optional.ofNullable(oldText).flatMap(ShortCode::read);
        if (fresh.isEmpty() || (oldText != null && old.isEmpty())) {
            return Future.succeededFuture(Answer.refused(LabelApi.mistyped()));
        }
        Swaps.Wish wish = new Swaps.Wish(site, id, body.request(), old.orElse(null), fresh.get(), body.reason());
        return work.call(() -> {
            Swapped outcome = core.swaps().swap(wish, by.user());
            if (outcome instanceof Swapped.Done) {
                audit.note(
                        by,
                        "swapBox",
                        "position " + site + "/" + id,
                        Map.of("code", fresh.get().text(), "reason", body.reason()));
                positions().follow(site, id);
                // with the book the gateway learns that the old box proves nothing any more
                compiling.of(site);
            }
            return answer(outcome, wish);
        });
    }

    private static Answer answer(Swapped outcome, Swaps.Wish wish) {
        if (outcome instanceof Swapped.Done done) {
            return LabelApi.answer(wish.fresh(), new Claimed.Done(done.label(), done.device(), done.token()));
        }
        if (outcome instanceof Swapped.NotThisBox not) {
            return LabelApi.answer(wish.fresh(), not.why());
        }
        if (outcome instanceof Swapped.WrongSite wrong) {
            return LabelApi.answer(wish.fresh(), new Claimed.WrongSite(wrong.belongs()));
        }
        if (outcome instanceof Swapped.OtherBox other) {
            return LabelApi.conflict(
                    "OTHER_BOX",
                    "The box with the label " + other.label().code().shown() + " is not in this position.",
                    "Stand at the right door, or leave the old label out when it cannot be read.");
        }
        if (outcome instanceof Swapped.OtherKind other) {
            return LabelApi.conflict(
                    "OTHER_KIND",
                    "The new box is of the kind " + other.label().kind() + ", and the position is not.",
                    "Take a box of the same kind.");
        }
        return Answer.refused(none(wish.site(), wish.position()));
    }

    private Future<Answer> takeOut(Call call) {
        SiteId site = new SiteId(call.path("site"));
        DeviceId id = new DeviceId(call.path("position"));
        String reason = call.body(ReasonBody.class).reason();
        Audit.By by = call.by();
        return work.call(() -> {
            if (!core.swaps().takeOut(site, id, by.user(), reason)) {
                return Answer.refused(none(site, id));
            }
            audit.note(by, "takeOutBox", "position " + site + "/" + id, Map.of("reason", reason));
            compiling.of(site);
            return Answer.done();
        });
    }

    static Problem none(SiteId site, DeviceId id) {
        return Problem.notFound(
                "There is no position " + id + " at site " + site + ".", "GET /api/v1/positions lists them.");
    }
}
