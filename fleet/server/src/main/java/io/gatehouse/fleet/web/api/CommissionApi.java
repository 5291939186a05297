package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.commission.Checklist;
import io.gatehouse.fleet.commission.Photos;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.profile.Check;
import io.gatehouse.protocol.profile.Look;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The checklist of a position: run against the live device, answered, photographed and signed. */
public final class CommissionApi {

    private final FleetCore core;
    private final CheckCommands commands;
    private final Compiling compiling;
    private final Audit audit;
    private final Work work;

    public CommissionApi(FleetCore core, Compiling compiling, Told told, Audit audit, Work work) {
        this.core = core;
        this.commands = new CheckCommands(core.commands(), told);
        this.compiling = compiling;
        this.audit = audit;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("checklist", this::look)
                .operator("beginCheck", this::begin)
                .operator("answerCheck", this::answer)
                .operator("addPhoto", this::addPhoto)
                .viewer("photo", this::photo)
                .operator("signRecord", this::sign)
                .viewer("commissioningRecord", this::record);
    }

    record BeginBody(String request, @Nullable Instant started) {}

    record AnswerBody(
            String request,
            @Nullable Boolean seen,
            @Nullable String reason) {}

    record PhotoBody(String request, @Nullable String check, String media, String data, Instant taken) {}

    record SignBody(String request, @Nullable String note) {}

    private Future<Answer> look(Call call) {
        SiteId site = new SiteId(call.path("site"));
        DeviceId id = new DeviceId(call.path("position"));
        return work.call(() -> shown(site, id));
    }

    private Answer shown(SiteId site, DeviceId id) {
        Optional<ObjectNode> list = core.commission().checklist().look(site, id);
        list.ifPresent(json -> {
            json.withArray("photos").addAll(core.commission().photos().list(site, id));
            json.withArray("records").addAll(core.commission().records().of(site, id));
        });
        return Answer.found(list, found -> found, PositionApi.none(site, id));
    }

    /** Carries out what needs a check of the path's position on a worker, or says that there is none. */
    private Future<Answer> checked(Call call, Function<Check, Answer> answer) {
        SiteId site = new SiteId(call.path("site"));
        DeviceId id = new DeviceId(call.path("position"));
        String key = call.path("check");
        return work.call(() -> core.commission()
                .checklist()
                .check(site, id, key)
                .map(answer)
                .orElseGet(() -> Answer.refused(Problem.notFound(
                        "The position " + site + "/" + id + " has no check " + key + ".",
                        "GET /api/v1/sites/{site}/positions/{position}/checklist lists them."))));
    }

    private Future<Answer> begin(Call call) {
        SiteId site = new SiteId(call.path("site"));
        DeviceId id = new DeviceId(call.path("position"));
        BeginBody body = call.body(BeginBody.class);
        Audit.By by = call.by();
        return checked(call, check -> {
            String command = null;
            if (check.looks() instanceof Look.CommandDone looks) {
                CheckCommands.Sent sent =
                        commands.send(site, id, looks, new CheckCommands.Who(body.request(), by.user()));
                Problem problem = sent.problem();
                if (problem != null) {
                    return Answer.refused(problem);
                }
                command = sent.command();
            }
            Checklist.Begin begin = new Checklist.Begin(site, id, check.key(), body.request(), body.started(), command);
            core.commission().checklist().begin(begin, by.user());
            note(by, "beginCheck", site, id, Map.of("check", check.key()));
            return shown(site, id);
        });
    }

    private Future<Answer> answer(Call call) {
        SiteId site = new SiteId(call.path("site"));
        DeviceId id = new DeviceId(call.path("position"));
        AnswerBody body = call.body(AnswerBody.class);
        Audit.By by = call.by();
        if ((body.seen() == null) == (body.reason() == null)) {
            return Future.succeededFuture(Answer.refused(Problem.invalid(
                    "An answer is either 'seen', or the 'reason' why the check is skipped.", "Send one of the two.")));
        }
        return checked(call, check -> {
            if (body.seen() == null && check.mandatory()) {
                return Answer.refused(Problem.conflict(
                        "The check " + check.key() + " must pass and cannot be skipped.",
                        "Mend what fails, or sign as it is: the device stays out of service."));
            }
            Checklist.Said said = new Checklist.Said(site, id, check.key(), body.request(), body.seen(), body.reason());
            core.commission().checklist().say(said, by.user());
            note(by, "answerCheck", site, id, Map.of("check", check.key()));
            return shown(site, id);
        });
    }

    private void note(Audit.By by, String action, SiteId site, DeviceId id, Map<String, String> details) {
        audit.note(by, action, "position " + site + "/" + id, details);
    }

    private Future<Answer> addPhoto(Call call) {
        SiteId site = new SiteId(call.path("site"));
        DeviceId id = new DeviceId(call.path("position"));
        PhotoBody body = call.body(PhotoBody.class);
        Audit.By by = call.by();
        return work.call(() -> {
            Photos.Photo photo =
                    new Photos.Photo(body.request(), body.check(), body.media(), decoded(body.data()), body.taken());
            return switch (core.commission().photos().add(site, id, photo, by.user())) {
                case YES -> {
                    note(by, "addPhoto", site, id, Map.of("photo", body.request()));
                    yield Answer.done();
                }
                case NO_POSITION -> Answer.refused(PositionApi.none(site, id));
                case NO_IMAGE ->
                    Answer.refused(Problem.invalid(
                            "The data is no " + body.media() + " in base64.", "Send a JPEG, PNG or WebP image."));
                case TOO_MANY ->
                    Answer.refused(
                            Problem.conflict("There is no room for more photos of this box.", "Forty are enough."));
            };
        });
    }

    private static byte[] decoded(String data) {
        try {
            return Base64.getDecoder().decode(data);
        } catch (IllegalArgumentException e) {
            // no image either, which is what is said of it
            return new byte[0];
        }
    }

    private Future<Answer> photo(Call call) {
        SiteId site = new SiteId(call.path("site"));
        DeviceId id = new DeviceId(call.path("position"));
        String photo = call.path("photo");
        return work.call(() -> core.commission()
                .photos()
                .image(site, id, photo)
                .<Answer>map(image -> new Answer.Bytes(
                        200,
                        image.media(),
                        Buffer.buffer(image.bytes()),
                        Map.of("Cache-Control", "private, max-age=31536000, immutable")))
                .orElseGet(() -> Answer.refused(Problem.notFound(
                        "There is no photo " + photo + " of this position.", "The checklist lists them."))));
    }

    private Future<Answer> sign(Call call) {
        SiteId site = new SiteId(call.path("site"));
        DeviceId id = new DeviceId(call.path("position"));
        SignBody body = call.body(SignBody.class);
        Audit.By by = call.by();
        return work.call(() -> {
            Optional<ObjectNode> record =
                    core.commission().records().sign(site, id, body.request(), by.user(), body.note());
            record.ifPresent(signed -> {
                note(
                        by,
                        "signRecord",
                        site,
                        id,
                        Map.of(
                                "record",
                                body.request(),
                                "verdict",
                                signed.at("/record/verdict").asText()));
                // a reader that is in service from now on opens from now on
                compiling.of(site);
            });
            return record.<Answer>map(Answer::created)
                    .orElseGet(() -> Answer.refused(Problem.conflict(
                            "There is no box in a position " + id + " at site " + site + ".", "Put one in first.")));
        });
    }

    private Future<Answer> record(Call call) {
        SiteId site = new SiteId(call.path("site"));
        DeviceId id = new DeviceId(call.path("position"));
        String record = call.path("record");
        return work.call(() -> Answer.found(
                core.commission().records().find(site, id, record),
                found -> found,
                Problem.notFound("There is no such record of the position " + id + ".", "The checklist lists them.")));
    }
}
