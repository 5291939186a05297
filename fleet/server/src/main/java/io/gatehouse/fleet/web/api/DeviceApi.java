package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.presence.DeviceBoard;
import io.gatehouse.fleet.presence.DeviceQuestions;
import io.gatehouse.fleet.search.Catalogues;
import io.gatehouse.fleet.search.Condition;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Devices and how they are. */
public final class DeviceApi {

    private static final int PAGE = 100;
    private static final List<String> COLUMNS = List.of(
            "site",
            "id",
            "name",
            "kind",
            "place",
            "presence",
            "reason",
            "since",
            "lastHeard",
            "batteryPercent",
            "firmware",
            "gateway",
            "refused");

    private final DeviceBoard board;
    private final DeviceQuestions asked;
    private final Questions questions;
    private final Listing listing;
    private final Work work;

    /** What lists need: the questions, and how a list leaves as a file. */
    public record Ground(DeviceQuestions asked, Questions questions, Listing listing) {}

    public DeviceApi(DeviceBoard board, Ground ground, Work work) {
        this.board = board;
        this.asked = ground.asked();
        this.questions = ground.questions();
        this.listing = ground.listing();
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("listDevices", this::list)
                .viewer("exportDevices", this::export)
                .viewer("device", this::device);
    }

    private Future<Answer> list(Call call) {
        int limit = call.number("limit", PAGE);
        String after = call.query("after").orElse(null);
        boolean counted = call.query("total").orElse("false").equals("true");
        String site = call.query("site").orElse(null);
        Reach reach = call.reach();
        Asking asking = Asking.of(call);
        return work.call(() -> questions.answer(Catalogues.DEVICES, asking.question, asking.asker, condition -> {
            DeviceQuestions.Asked all = new DeviceQuestions.Asked(asking.with(condition), site, reach);
            DeviceQuestions.Found page = asked.find(all, after, limit + 1, counted);
            List<ObjectNode> found = page.devices();
            Map<String, Object> body = new HashMap<>();
            body.put("items", found.subList(0, Math.min(limit, found.size())));
            if (found.size() > limit) {
                ObjectNode last = found.get(limit - 1);
                body.put(
                        "next",
                        last.path("site").asText() + "/" + last.path("id").asText());
            }
            if (counted) {
                body.put("total", page.total());
            }
            return Answer.ok(body);
        }));
    }

    private Future<Answer> export(Call call) {
        String site = call.query("site").orElse(null);
        Reach reach = call.reach();
        Asking asking = Asking.of(call);
        Listing.Form form = Listing.Form.of(call, "devices", COLUMNS);
        return work.call(() -> questions.compile(Catalogues.DEVICES, asking.question, asking.asker))
                .compose(made -> made instanceof Condition.Made.Refused refused
                        ? Future.succeededFuture(Answer.refused(Questions.problem(refused.fault())))
                        : listing.write(
                                call,
                                form,
                                taker -> asked.each(
                                        new DeviceQuestions.Asked(
                                                asking.with(((Condition.Made.Done) made).condition()), site, reach),
                                        taker)));
    }

    /** What a request asks for: a question, and the two fields that have parameters of their own. */
    private record Asking(String question, Questions.Asker asker, Optional<String> kind, Optional<String> presence) {

        static Asking of(Call call) {
            return new Asking(
                    call.query("q").orElse(""),
                    new Questions.Asker(call.caller().user(), call.query("zone").orElse("")),
                    call.query("kind"),
                    call.query("presence"));
        }

        /** The contract has checked that they are codes. */
        Condition with(Condition question) {
            String sql = Stream.of(
                            Optional.of(question.sql()),
                            kind.map(one -> "d.kind = '" + one + "'"),
                            presence.map(Catalogues::presence))
                    .flatMap(Optional::stream)
                    .collect(Collectors.joining(" and ", "(", ")"));
            return new Condition(sql, question.values());
        }
    }

    private Future<Answer> device(Call call) {
        return withDevice(
                call,
                work,
                board,
                (site, device) -> board.find(site, device)
                        .<Answer>map(Answer::ok)
                        .orElseGet(() -> Answer.refused(noDevice(site, device))));
    }

    /** Carries out what needs the device of the path on a worker, or says that there is none. */
    static Future<Answer> withDevice(
            Call call, Work work, DeviceBoard board, BiFunction<SiteId, DeviceId, Answer> answer) {
        SiteId site = new SiteId(call.path("site"));
        DeviceId device = new DeviceId(call.path("device"));
        return work.call(() -> board.find(site, device).isPresent()
                ? answer.apply(site, device)
                : Answer.refused(noDevice(site, device)));
    }

    static Problem noDevice(SiteId site, DeviceId device) {
        return Problem.notFound(
                "There is no device " + device + " at site " + site + ".", "GET /api/v1/devices lists them.");
    }
}
