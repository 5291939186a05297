package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.enrol.Claimed;
import io.gatehouse.fleet.enrol.Claiming;
import io.gatehouse.fleet.enrol.Label;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Labels: made in the office, looked at and claimed at the door. */
public final class LabelApi {

    static final Problem OTHER_SITE = new Problem(
            403,
            "OTHER_SITE",
            "This box belongs to a site that is not among yours.",
            "Ask an admin to move the label, or to grant you the site.");

    private final FleetCore core;
    private final Compiling compiling;
    private final Audit audit;
    private final Work work;

    public LabelApi(FleetCore core, Compiling compiling, Audit audit, Work work) {
        this.core = core;
        this.compiling = compiling;
        this.audit = audit;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations
                .operator("makeLabels", this::make)
                .operator("deviceLabel", this::ofDevice)
                .viewer("label", this::label)
                .operator("claimLabel", this::claim)
                .admin("releaseLabel", this::release)
                .admin("moveLabel", this::move);
    }

    record MakeBody(
            int count,
            DeviceKind kind,
            @Nullable String site,
            @Nullable String profile) {}

    record ClaimBody(
            String site,
            @Nullable String device,
            @Nullable String name,
            @Nullable String building,
            @Nullable String floor,
            @Nullable String door,
            @Nullable String request) {}

    record MoveBody(@Nullable String site) {}

    private Future<Answer> label(Call call) {
        Reach reach = call.reach();
        return coded(call, code -> {
            Optional<Label> found = core.labels().find(code);
            return found.isPresent()
                    ? Answer.ok(shown(found.get()))
                    : GatewayLabelApi.found(core.labels().ofGateways().find(code), code, reach);
        });
    }

    /** Looks the code up on a worker, or says that it was mistyped; what is of another site than the caller's stays there. */
    private Future<Answer> coded(Call call, Function<ShortCode, Answer> answer) {
        Reach reach = call.reach();
        return ShortCode.read(call.path("code"))
                .map(code -> work.call(() -> core.labels()
                                .find(code)
                                .filter(label -> isElsewhere(label, reach))
                                .isPresent()
                        ? Answer.refused(OTHER_SITE)
                        : answer.apply(code)))
                .orElseGet(() -> Future.succeededFuture(Answer.refused(mistyped())));
    }

    static Problem mistyped() {
        return new Problem(
                400,
                "MISTYPED_CODE",
                "This is no label's code: one of its characters is wrong.",
                "Compare it with the label; there is no I, L, O or U in it.");
    }

    private static boolean isElsewhere(Label label, Reach reach) {
        SiteId site = label.site();
        return site != null && !reach.covers(site.value());
    }

    private Future<Answer> make(Call call) {
        MakeBody body = call.body(MakeBody.class);
        Audit.By by = call.by();
        String named = body.site();
        SiteId site = named == null ? null : new SiteId(named);
        if (!call.reach().covers(named)) {
            return Future.succeededFuture(Answer.refused(Problem.notAmongYours()));
        }
        return work.call(() -> {
            if (site != null && !core.sites().exists(site)) {
                return Answer.refused(SiteApi.noSite(site));
            }
            Optional<Problem> problem = noSuchModel(body);
            if (problem.isPresent()) {
                return Answer.refused(problem.get());
            }
            audit.note(by, "makeLabels", body.count() + " labels of kind " + body.kind());
            List<Label> made = core.labels().make(body.count(), body.kind(), site, by.user());
            core.labels().ofModel(made, body.profile());
            return Answer.created(
                    Map.of("items", made.stream().map(LabelApi::shown).toList()));
        });
    }

    private Optional<Problem> noSuchModel(MakeBody body) {
        String profile = body.profile();
        boolean known = profile == null
                || core.commission()
                        .profiles()
                        .inForce()
                        .find(profile)
                        .filter(one -> one.kind() == body.kind())
                        .isPresent();
        return known
                ? Optional.empty()
                : Optional.of(Problem.invalid(
                        "There is no profile " + profile + " for devices of the kind " + body.kind() + ".",
                        "GET /api/v1/device-profiles lists them."));
    }

    private Future<Answer> ofDevice(Call call) {
        SiteId site = new SiteId(call.path("site"));
        DeviceId device = new DeviceId(call.path("device"));
        Audit.By by = call.by();
        return work.call(() -> Answer.found(
                core.labels().of(site, device, by.user()),
                LabelApi::shown,
                Problem.notFound(
                        "There is no device " + device + " at site " + site + ".", "GET /api/v1/devices lists them.")));
    }

    private Future<Answer> claim(Call call) {
        ClaimBody body = call.body(ClaimBody.class);
        Audit.By by = call.by();
        SiteId site = new SiteId(body.site());
        if (!call.reach().covers(body.site())) {
            return Future.succeededFuture(Answer.refused(Problem.notAmongYours()));
        }
        Claiming wish = new Claiming(site, body.device(), body.name(), body.building(), body.floor(), body.door());
        return coded(call, code -> {
            if (!core.sites().exists(site)) {
                return Answer.refused(SiteApi.noSite(site));
            }
            Claimed outcome = core.labels().claim(code, wish, by.user(), body.request());
            if (outcome instanceof Claimed.Done done) {
                audit.note(by, "claimLabel", "device " + site + "/" + done.device(), Map.of("code", code.text()));
                core.commission().positions().follow(site, done.device());
                compiling.of(site);
            }
            return answer(code, outcome);
        });
    }

    static Answer answer(ShortCode code, Claimed outcome) {
        if (outcome instanceof Claimed.Done done) {
            Map<String, Object> answer = new LinkedHashMap<>(shown(done.label()));
            answer.putAll(EnrolmentApi.shown(done.token()));
            return Answer.created(answer);
        }
        if (outcome instanceof Claimed.Already already) {
            return already(code, already.label());
        }
        if (outcome instanceof Claimed.WrongSite wrong) {
            return conflict(
                    "WRONG_SITE",
                    "This box belongs to the site " + wrong.belongs() + ".",
                    "Claim it there, or ask an admin to move the label.");
        }
        if (outcome instanceof Claimed.Occupied occupied) {
            return conflict(
                    "PLACE_TAKEN",
                    "Another box was put in the place " + occupied.device() + ".",
                    "Release that label first, or choose another place.");
        }
        if (outcome instanceof Claimed.WrongKind wrong) {
            return conflict(
                    "WRONG_KIND",
                    "The place " + wrong.device() + " is for a device of kind " + wrong.wanted() + ".",
                    "Choose another place, or change the kind of this one first.");
        }
        if (outcome instanceof Claimed.NameTaken taken) {
            return conflict(
                    "NAME_TAKEN", "Another device of the site is called " + taken.name() + ".", "Choose another name.");
        }
        return Answer.refused(none(code));
    }

    private static Answer already(ShortCode code, Label label) {
        Label.Claim claim = label.claim();
        if (label.device() == null) {
            return conflict(
                    "BOX_RETIRED",
                    "The box with the label " + code.shown() + " was taken out of use.",
                    "When it was repaired, an admin can release its label.");
        }
        String who = claim == null ? "" : " by " + claim.by() + " at " + Json.time(claim.at());
        return conflict(
                "ALREADY_CLAIMED",
                "The label " + code.shown() + " was claimed" + who + ".",
                "It is device " + label.device() + " at site " + label.site() + "; an admin can release it.");
    }

    static Answer conflict(String code, String message, String hint) {
        return Answer.refused(new Problem(409, code, message, hint));
    }

    private Future<Answer> release(Call call) {
        Audit.By by = call.by();
        return coded(call, code -> {
            Optional<Label> released = core.labels().release(code, by.user());
            released.ifPresent(label -> {
                audit.note(by, "releaseLabel", "device " + label.site() + "/" + label.device());
                SiteId site = label.site();
                if (site != null) {
                    compiling.of(site);
                }
            });
            return released.isPresent()
                    ? Answer.done()
                    : Answer.refused(Problem.notFound(
                            "There is no label " + code.shown() + " that is claimed.", "Nothing was changed."));
        });
    }

    private Future<Answer> move(Call call) {
        String named = call.body(MoveBody.class).site();
        SiteId site = named == null ? null : new SiteId(named);
        Audit.By by = call.by();
        if (!call.reach().covers(named)) {
            return Future.succeededFuture(Answer.refused(Problem.notAmongYours()));
        }
        return coded(call, code -> {
            if (site != null && !core.sites().exists(site)) {
                return Answer.refused(SiteApi.noSite(site));
            }
            if (!core.labels().move(code, site)) {
                return Answer.refused(Problem.notFound(
                        "There is no label " + code.shown() + " that is free.", "Release it before it is moved."));
            }
            audit.note(by, "moveLabel", "label " + code, Map.of("site", String.valueOf(named)));
            return Answer.done();
        });
    }

    static Problem none(ShortCode code) {
        return new Problem(
                404,
                "UNKNOWN_LABEL",
                "Nobody made a label " + code.shown() + " here.",
                "It may belong to another installation; labels are made with POST /api/v1/labels.");
    }

    private static Map<String, Object> shown(Label label) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("code", label.code().text());
        shown.put("shown", label.code().shown());
        shown.put("path", "/c/" + label.code());
        shown.put("kind", label.kind());
        shown.put("state", label.claim() == null ? "FREE" : label.device() == null ? "RETIRED" : "CLAIMED");
        put(shown, "serial", label.serial());
        put(shown, "site", label.site());
        put(shown, "device", label.device());
        Label.Claim claim = label.claim();
        if (claim != null) {
            shown.put("claimedBy", claim.by());
            shown.put("claimedAt", Json.time(claim.at()));
        }
        return shown;
    }

    private static void put(Map<String, Object> shown, String name, @Nullable Object value) {
        if (value != null) {
            shown.put(name, value);
        }
    }
}
