package io.gatehouse.fleet.web.alarm;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.courier.Courier;
import io.gatehouse.fleet.notify.Channel;
import io.gatehouse.fleet.notify.Channels;
import io.gatehouse.fleet.notify.Outbox;
import io.gatehouse.fleet.web.api.Questions;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where alarms are told, a test of it, and what became of each message. */
final class ChannelApi {

    private static final int PAGE = 100;

    private final Channels channels;
    private final Outbox outbox;
    private final Courier courier;
    private final Audit audit;
    private final Work work;

    /** Who keeps what is to be told, and who sends it. */
    record Ground(Channels channels, Outbox outbox, Courier courier) {}

    ChannelApi(Ground ground, Audit audit, Work work) {
        this.channels = ground.channels();
        this.outbox = ground.outbox();
        this.courier = ground.courier();
        this.audit = audit;
        this.work = work;
    }

    void addTo(Operations operations) {
        operations
                .admin("listChannels", call -> work.call(() -> Answer.items(channels.list())))
                .admin("channel", this::channel)
                .admin("putChannel", this::put)
                .admin("deleteChannel", this::delete)
                .admin("testChannel", this::test)
                .operator("listNotifications", this::log);
    }

    private Future<Answer> channel(Call call) {
        String id = call.path("channel");
        return work.call(() -> Answer.found(channels.find(id), found -> found, noChannel(id)));
    }

    private static Problem noChannel(String id) {
        return Problem.notFound("There is no channel " + id + ".", "GET /api/v1/channels lists them.");
    }

    private Future<Answer> put(Call call) {
        JsonNode body = call.body();
        String id = call.path("channel");
        List<String> steps = new ArrayList<>();
        body.path("steps").forEach(one -> steps.add(one.asText()));
        String secret = body.path("secret").asText("");
        Channel channel = new Channel(
                id,
                body.path("name").asText(id),
                Channel.Kind.valueOf(body.path("kind").asText()),
                body.path("target").asText().strip(),
                secret.isBlank() ? null : secret.strip(),
                body.path("query").asText(""),
                body.path("level").asInt(0),
                steps.isEmpty() ? List.of("RAISED", "RAISED_AGAIN", "ESCALATED", "CLEARED") : steps,
                body.path("language").asText("en"),
                body.path("enabled").asBoolean(true));
        Audit.By by = call.by();
        return work.call(() -> {
            Optional<Answer> refused = channels.put(channel).map(fault -> Answer.refused(Questions.problem(fault)));
            if (refused.isEmpty()) {
                audit.note(by, "putChannel", "channel " + id);
            }
            return refused.orElseGet(() -> Answer.ok(channels.find(id).orElseThrow()));
        });
    }

    private Future<Answer> delete(Call call) {
        String id = call.path("channel");
        Audit.By by = call.by();
        return work.call(() -> {
            if (!channels.forget(id)) {
                return Answer.refused(noChannel(id));
            }
            audit.note(by, "deleteChannel", "channel " + id);
            return Answer.done();
        });
    }

    private Future<Answer> test(Call call) {
        String id = call.path("channel");
        Audit.By by = call.by();
        return work.call(() -> channels.open(id))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Answer.refused(noChannel(id)))
                        : courier.test(found.get()).map(sent -> {
                            audit.note(by, "testChannel", "channel " + id);
                            return Answer.ok(
                                    sent.why().isEmpty()
                                            ? Map.of("sent", true)
                                            : Map.of("sent", false, "error", sent.why()));
                        }));
    }

    private Future<Answer> log(Call call) {
        Optional<String> channel = call.query("channel");
        int limit = call.number("limit", PAGE);
        return work.call(() -> Answer.items(outbox.log(channel, limit)));
    }
}
