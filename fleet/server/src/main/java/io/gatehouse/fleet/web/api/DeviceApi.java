package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.presence.DeviceBoard;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.BiFunction;

/** Devices and how they are. */
public final class DeviceApi {

    private static final int PAGE = 100;

    private final DeviceBoard board;
    private final Work work;

    public DeviceApi(DeviceBoard board, Work work) {
        this.board = board;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations.viewer("listDevices", this::list).viewer("device", this::device);
    }

    private Future<Answer> list(Call call) {
        int limit = call.number("limit", PAGE);
        DeviceBoard.Filter filter = new DeviceBoard.Filter(
                call.query("site").orElse(null),
                call.query("kind").orElse(null),
                call.query("presence").orElse(null),
                call.query("q").orElse(null),
                call.query("after").orElse(null),
                limit + 1,
                call.reach());
        return work.call(() -> {
            List<ObjectNode> found = board.list(filter);
            return Pages.of(
                    found,
                    limit,
                    last -> last.path("site").asText() + "/" + last.path("id").asText());
        });
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
