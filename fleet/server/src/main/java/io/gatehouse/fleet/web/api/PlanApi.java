package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.picture.Picture;
import io.gatehouse.fleet.picture.Pictures;
import io.gatehouse.fleet.plan.FloorPlans;
import io.gatehouse.fleet.plan.PlanForm;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans of floors and their pictures. */
public final class PlanApi {

    /** A drawing that is opened by itself does nothing and fetches nothing, whatever is in it. */
    private static final String STILL = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

    private final FloorPlans plans;
    private final AccessGround ground;
    private final Work drawing;

    /** @param drawing where pictures are decoded: few at a time, for each takes memory as large as it is */
    public PlanApi(FloorPlans plans, AccessGround ground, Work drawing) {
        this.plans = plans;
        this.ground = ground;
        this.drawing = drawing;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("listPlans", call -> ground.ask(call, site -> Answer.items(plans.list(site))))
                .viewer("plan", this::plan)
                .operator("putPlan", this::put)
                .operator("deletePlan", this::delete)
                .viewer("planPicture", this::picture)
                .operator("putPlanPicture", this::draw);
    }

    record PlanBody(
            String name,
            @Nullable String area,
            @Nullable String building,
            @Nullable String floor,
            int rank) {}

    record PictureBody(String data) {}

    private Future<Answer> plan(Call call) {
        String plan = call.path("plan");
        return ground.ask(call, site -> Answer.found(plans.find(site, plan), found -> found, none(site, plan)));
    }

    private Future<Answer> put(Call call) {
        String plan = call.path("plan");
        PlanBody body = call.body(PlanBody.class);
        PlanForm form = new PlanForm(body.name(), body.area(), body.building(), body.floor(), body.rank());
        Audit.By by = call.by();
        return ground.ask(call, site -> switch (plans.put(site, plan, form)) {
            case DONE -> {
                ground.audit().note(by, "putPlan", target(site, plan));
                yield Answer.found(plans.find(site, plan), found -> found, none(site, plan));
            }
            case NO_AREA ->
                Answer.refused(Problem.invalid(
                        "Site " + site + " has no area " + form.area() + ".",
                        "GET /api/v1/sites/" + site + "/access/areas lists them."));
            case TOO_MANY ->
                Answer.refused(Problem.conflict(
                        "There are " + FloorPlans.MOST_PLANS + " plans at site " + site + " already.",
                        "Delete one that nobody needs."));
        });
    }

    private Future<Answer> delete(Call call) {
        String plan = call.path("plan");
        Audit.By by = call.by();
        return ground.ask(call, site -> {
            if (!plans.delete(site, plan)) {
                return Answer.refused(none(site, plan));
            }
            ground.audit().note(by, "deletePlan", target(site, plan));
            return Answer.done();
        });
    }

    private Future<Answer> picture(Call call) {
        String plan = call.path("plan");
        String wanted = call.query("v").orElse("");
        return ground.ask(
                call,
                site -> plans.picture(site, plan)
                        .<Answer>map(shown -> {
                            Map<String, String> headers = new HashMap<>();
                            headers.put("Content-Security-Policy", STILL);
                            // named by its own hash it is never another one
                            headers.put(
                                    "Cache-Control",
                                    shown.sha256().equals(wanted)
                                            ? "private, max-age=31536000, immutable"
                                            : "private, no-cache");
                            return new Answer.Bytes(200, shown.media(), Buffer.buffer(shown.bytes()), headers);
                        })
                        .orElseGet(() -> Answer.refused(Problem.notFound(
                                "There is no picture of the plan " + plan + " at site " + site + ".",
                                "Bring one with PUT /api/v1/sites/" + site + "/plans/" + plan + "/picture."))));
    }

    private Future<Answer> draw(Call call) {
        SiteId site = new SiteId(call.path("site"));
        String plan = call.path("plan");
        String data = call.body(PictureBody.class).data();
        Audit.By by = call.by();
        return drawing.call(() -> {
            Optional<ObjectNode> before = plans.find(site, plan);
            if (before.isEmpty()) {
                return Answer.refused(none(site, plan));
            }
            return Pictures.plan(PictureWords.decoded(data))
                    .fold(
                            picture -> keep(site, before.get(), picture, by),
                            why -> Answer.refused(PictureWords.refused(why, "a PNG, JPEG or SVG")));
        });
    }

    private Answer keep(SiteId site, ObjectNode before, Picture picture, Audit.By by) {
        String plan = before.path("id").asText();
        return switch (plans.draw(site, plan, picture, by.user())) {
            case DONE -> {
                ground.audit()
                        .note(
                                by,
                                "putPlanPicture",
                                target(site, plan),
                                Map.of("media", picture.media(), "bytes", "" + picture.bytes().length));
                ObjectNode now = plans.find(site, plan).orElseThrow();
                now.put("removed", picture.removed());
                now.put("otherShape", isOtherShape(before, picture));
                yield Answer.ok(now);
            }
            case NO_PLAN -> Answer.refused(none(site, plan));
            case NO_ROOM ->
                Answer.refused(Problem.conflict(
                        "The pictures of site " + site + " take all the room that there is for them: "
                                + FloorPlans.MOST_BYTES_OF_SITE / (1024 * 1024) + " MiB.",
                        "Delete a plan that nobody needs, or bring smaller pictures."));
        };
    }

    /** Places are parts of width and height: on a picture of another shape they are worth a look. */
    private static boolean isOtherShape(ObjectNode before, Picture picture) {
        double width = before.at("/picture/width").asDouble(picture.width());
        double height = before.at("/picture/height").asDouble(picture.height());
        double change = (double) picture.width() / picture.height() / (width / height);
        return before.path("places").asInt() > 0 && Math.abs(change - 1) > 0.02;
    }

    private static String target(SiteId site, String plan) {
        return "plan " + plan + " at site " + site;
    }

    static Problem none(SiteId site, String plan) {
        return Problem.notFound(
                "There is no plan " + plan + " at site " + site + ".",
                "GET /api/v1/sites/" + site + "/plans lists them.");
    }
}
