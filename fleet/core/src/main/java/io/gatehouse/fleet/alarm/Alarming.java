package io.gatehouse.fleet.alarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.presence.DeviceQuestions;
import io.gatehouse.fleet.presence.Overview;
import io.gatehouse.fleet.search.Views;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** The parts of this room, joined. Each may be used from any thread; all of them block. */
public final class Alarming {

    private final Jdbi jdbi;
    private final Overview overview;
    private final Clock clock;
    private final AlarmRound round;
    private final AlarmDesk desk;
    private final AlarmBook book;
    private final AlarmRules rules;

    /** @param news hears what is worth telling */
    public Alarming(Jdbi jdbi, Clock clock, Overview overview, DeviceQuestions devices, AlarmRound.News news) {
        this.jdbi = jdbi;
        this.overview = overview;
        this.clock = clock;
        this.rules = new AlarmRules(jdbi, clock, devices, new Views(jdbi, clock));
        this.round = new AlarmRound(jdbi, clock, this::findings, news);
        this.desk = new AlarmDesk(jdbi, clock, news);
        this.book = new AlarmBook(jdbi, clock);
    }

    private List<Finding> findings() {
        Instant now = clock.instant();
        List<Finding> all = new ArrayList<>();
        overview.items().forEach(item -> all.add(Finding.of(item, now)));
        all.addAll(rules.findings());
        return all;
    }

    public AlarmRound round() {
        return round;
    }

    public AlarmDesk desk() {
        return desk;
    }

    public AlarmBook book() {
        return book;
    }

    public AlarmRules rules() {
        return rules;
    }

    /** After how many minutes without anybody taking note an alarm of the severity goes up, step by step. */
    public Map<Severity, List<Integer>> ladders() {
        return jdbi.withHandle(Ladders::minutes);
    }

    public void setLadder(Severity severity, List<Integer> minutes) {
        jdbi.useHandle(handle -> Ladders.set(handle, severity, minutes));
    }

    /** The overview with what people made of each problem: what is put aside or follows from another is left out. */
    public ObjectNode dressed(ObjectNode overview, Reach reach) {
        Map<String, ObjectNode> alarms = book.byKey(reach);
        List<ObjectNode> kept = new ArrayList<>();
        for (JsonNode item : overview.path("attention")) {
            ObjectNode alarm = alarms.get(Finding.keyOf(item.path("id").asText()));
            if (alarm == null) {
                kept.add((ObjectNode) item);
            } else if (!alarm.has("maskedBy") && !alarm.has("shelvedUntil")) {
                ObjectNode one = (ObjectNode) item;
                one.set("alarm", alarm.deepCopy().retain("id", "state", "owner", "weight", "count", "level"));
                kept.add(one);
            }
        }
        kept.sort(Comparator.comparingLong(
                        (ObjectNode one) -> Severity.of(one.path("severity").asText()) == Severity.INFO ? 1 : 0)
                .thenComparing(Comparator.comparingLong(
                                (ObjectNode one) -> one.at("/alarm/weight").asLong())
                        .reversed()));
        ArrayNode attention = overview.putArray("attention");
        merged(alarms).forEach(attention::add);
        kept.forEach(attention::add);
        overview.set("alarms", book.counts(reach));
        return overview;
    }

    /** Alarms that stand for many conditions have no condition of their own. */
    private static List<ObjectNode> merged(Map<String, ObjectNode> alarms) {
        return alarms.values().stream()
                .filter(alarm -> alarm.path("active").asBoolean()
                        && !alarm.has("shelvedUntil")
                        && alarm.path("kind").asText().matches("STORM|RULE"))
                .map(Alarming::item)
                .toList();
    }

    private static ObjectNode item(ObjectNode alarm) {
        ObjectNode item = Json.object()
                .put("id", alarm.path("key").asText())
                .put("severity", alarm.path("severity").asText())
                .put("kind", alarm.path("kind").asText())
                .put("titleKey", alarm.at("/words/title").asText())
                .put("since", alarm.path("since").asText())
                .put("site", alarm.path("site").asText())
                .put("affects", alarm.at("/words/affects").asText())
                .put(
                        "action",
                        "/alarms/" + alarm.path("site").asText() + "/"
                                + alarm.path("id").asText());
        item.set("params", alarm.path("params"));
        item.set("alarm", alarm.deepCopy().retain("id", "state", "owner", "weight", "count", "level"));
        return item;
    }
}
