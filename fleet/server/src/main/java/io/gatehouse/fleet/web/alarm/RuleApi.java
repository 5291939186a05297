package io.gatehouse.fleet.web.alarm;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.alarm.AlarmRules;
import io.gatehouse.fleet.alarm.Alarming;
import io.gatehouse.fleet.alarm.Severity;
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

/** Rules that people made up, with what they would have raised; and the ladder by which alarms go up. */
final class RuleApi {

    private final Alarming alarms;
    private final Audit audit;
    private final Work work;

    RuleApi(Alarming alarms, Audit audit, Work work) {
        this.alarms = alarms;
        this.audit = audit;
        this.work = work;
    }

    void addTo(Operations operations) {
        operations
                .viewer(
                        "listAlarmRules",
                        call -> work.call(() -> Answer.items(alarms.rules().list())))
                .viewer("alarmRule", this::rule)
                .admin("putAlarmRule", this::put)
                .admin("deleteAlarmRule", this::delete)
                .viewer("previewAlarmRule", this::preview)
                .viewer("alarmLadders", call -> work.call(() -> Answer.ok(alarms.ladders())))
                .admin("putAlarmLadders", this::putLadders);
    }

    private Future<Answer> rule(Call call) {
        String id = call.path("rule");
        return work.call(() -> Answer.found(alarms.rules().find(id), found -> found, noRule(id)));
    }

    private static Problem noRule(String id) {
        return Problem.notFound("There is no rule " + id + ".", "GET /api/v1/alarm-rules lists them.");
    }

    private static AlarmRules.Rule read(String id, JsonNode body) {
        AlarmRules.Source source = AlarmRules.Source.valueOf(body.path("source").asText());
        return new AlarmRules.Rule(
                id,
                body.path("name").asText(id),
                source,
                body.path("query").asText(),
                body.path("minutes").asInt(),
                source == AlarmRules.Source.EVENTS
                        ? Math.max(1, body.path("number").asInt(1))
                        : 1,
                Severity.valueOf(body.path("severity").asText()),
                body.path("enabled").asBoolean(true));
    }

    private Future<Answer> put(Call call) {
        AlarmRules.Rule rule = read(call.path("rule"), call.body());
        Audit.By by = call.by();
        return work.call(() -> alarms.rules()
                .put(rule)
                .map(fault -> Answer.refused(Questions.problem(fault)))
                .orElseGet(() -> {
                    audit.note(by, "putAlarmRule", "alarm rule " + rule.id(), Map.of("query", rule.query()));
                    return Answer.ok(alarms.rules().find(rule.id()).orElseThrow());
                }));
    }

    private Future<Answer> delete(Call call) {
        String id = call.path("rule");
        Audit.By by = call.by();
        return work.call(() -> {
            if (!alarms.rules().forget(id)) {
                return Answer.refused(noRule(id));
            }
            audit.note(by, "deleteAlarmRule", "alarm rule " + id);
            return Answer.done();
        });
    }

    private Future<Answer> preview(Call call) {
        AlarmRules.Rule rule = read("preview", call.body());
        int days = call.number("days", 7);
        return work.call(() -> {
            AlarmRules.Preview preview = alarms.rules().preview(rule, days);
            return preview.fault() == null
                    ? Answer.ok(preview.answer())
                    : Answer.refused(Questions.problem(preview.fault()));
        });
    }

    private Future<Answer> putLadders(Call call) {
        JsonNode body = call.body();
        Audit.By by = call.by();
        return work.call(() -> {
            for (Severity severity : Severity.values()) {
                if (body.has(severity.name())) {
                    List<Integer> minutes = new ArrayList<>();
                    body.path(severity.name()).forEach(one -> minutes.add(one.asInt()));
                    alarms.setLadder(severity, minutes);
                }
            }
            audit.note(by, "putAlarmLadders", "alarm ladders");
            return Answer.ok(alarms.ladders());
        });
    }
}
