package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.access.CardState;
import io.gatehouse.fleet.access.Cards;
import io.gatehouse.fleet.access.Reports;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reports about people and cards, as lists or as a sheet with the same lines. */
public final class ReportApi {

    private static final int MOST_DAYS = 31;
    private static final List<String> READS = List.of(
            "day",
            "person",
            "personName",
            "type",
            "area",
            "door",
            "first",
            "firstDoor",
            "last",
            "lastDoor",
            "reads",
            "denied");
    private static final List<String> CARDS =
            List.of("type", "mask", "person", "personName", "state", "lastUsed", "lastShown", "lastDoor", "shown");

    private final Reports reports;
    private final Cards cards;
    private final AccessGround ground;

    public ReportApi(Reports reports, Cards cards, AccessGround ground) {
        this.reports = reports;
        this.cards = cards;
        this.ground = ground;
    }

    public void addTo(Operations operations) {
        operations.viewer("reportReads", this::reads).viewer("reportCards", this::cards);
    }

    private Future<Answer> reads(Call call) {
        String first = call.query("day").orElse("");
        String last = call.query("to").orElse(first);
        LocalDate from;
        LocalDate to;
        try {
            from = LocalDate.parse(first);
            to = LocalDate.parse(last);
        } catch (DateTimeException e) {
            return refused("There is no day '" + first + "' or '" + last + "'.", "Write it as 2027-01-31.");
        }
        if (to.isBefore(from) || ChronoUnit.DAYS.between(from, to) >= MOST_DAYS) {
            return refused("'to' is before 'day', or too far from it.", "Take at most " + MOST_DAYS + " days.");
        }
        Reports.Filter filter = new Reports.Filter(
                new SiteId(call.path("site")),
                from,
                to,
                Reports.By.valueOf(call.query("by").orElse("day").toUpperCase(Locale.ROOT)),
                call.query("person").orElse(null),
                call.query("type").orElse(null),
                call.query("door").orElse(null),
                call.query("area").orElse(null));
        Shape shape = Shape.of(call, READS);
        return ground.ask(call, site -> shape.answer(reports.reads(filter)));
    }

    private static Future<Answer> refused(String message, String hint) {
        return Future.succeededFuture(Answer.refused(Problem.invalid(message, hint)));
    }

    private Future<Answer> cards(Call call) {
        boolean unused = call.query("kind").orElse("shown").equals("unused");
        int days = call.number("days", unused ? 90 : 30);
        Shape shape = Shape.of(call, CARDS);
        return ground.ask(call, site -> shape.answer(unused ? unused(site, days) : reports.shown(site, days)));
    }

    private List<ObjectNode> unused(SiteId site, int days) {
        return cards.list(
                new Cards.Filter(site, null, CardState.ENABLED.name(), null, days, null, null, Reports.MOST + 1));
    }

    /** As a list, or as a sheet. */
    private record Shape(boolean csv, Phrases phrases, List<String> columns) {

        static Shape of(Call call, List<String> columns) {
            boolean csv = call.query("format").orElse("json").equals("csv");
            boolean chinese = call.query("lang").orElse("en").startsWith("zh");
            return new Shape(csv, chinese ? Phrases.CHINESE : Phrases.ENGLISH, columns);
        }

        Answer answer(List<ObjectNode> found) {
            boolean more = found.size() > Reports.MOST;
            List<ObjectNode> lines = more ? found.subList(0, Reports.MOST) : found;
            if (csv) {
                Buffer sheet = Buffer.buffer(new ReportSheet(phrases, columns).of(lines));
                return new Answer.Bytes(200, "text/csv; charset=utf-8", sheet, Map.of());
            }
            lines.forEach(one -> one.retain(one.properties().stream()
                    .filter(field -> !field.getValue().isNull())
                    .map(Map.Entry::getKey)
                    .toList()));
            return Answer.ok(Map.of("items", lines, "more", more));
        }
    }
}
