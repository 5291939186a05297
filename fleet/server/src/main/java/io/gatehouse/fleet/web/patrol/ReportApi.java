package io.gatehouse.fleet.web.patrol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.patrol.Patrol;
import io.gatehouse.fleet.patrol.PatrolReports;
import io.gatehouse.fleet.report.Format;
import io.gatehouse.fleet.report.ReportMaker;
import io.gatehouse.fleet.web.api.AccessGround;
import io.gatehouse.fleet.web.api.Phrases;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reports of some days and of one round: as the screen reads them, or as files with the same numbers. */
final class ReportApi {

    private static final int MOST_DAYS = 93;

    private final Patrol patrol;
    private final AccessGround ground;
    private final ReportMaker maker;

    ReportApi(Patrol patrol, AccessGround ground, Clock clock) {
        this.patrol = patrol;
        this.ground = ground;
        this.maker = new ReportMaker(patrol, clock);
    }

    void addTo(Operations operations) {
        operations.viewer("patrolReport", this::period).viewer("roundReport", this::round);
    }

    private Future<Answer> period(Call call) {
        PatrolReports.Asked asked;
        try {
            LocalDate from = LocalDate.parse(call.query("day").orElse(""));
            asked = new PatrolReports.Asked(
                    from,
                    call.query("to").map(LocalDate::parse).orElse(from),
                    PatrolReports.By.valueOf(call.query("by").orElse("route").toUpperCase(Locale.ROOT)),
                    call.query("route").orElse(null));
        } catch (DateTimeException e) {
            return PatrolRecords.refused("There is no such day.", "Write it as 2027-01-31.");
        }
        if (asked.last().isBefore(asked.first()) || ChronoUnit.DAYS.between(asked.first(), asked.last()) >= MOST_DAYS) {
            return PatrolRecords.refused(
                    "'to' is before 'day', or too far from it.", "Take at most " + MOST_DAYS + " days.");
        }
        File file = File.of(call);
        return ground.ask(call, site -> {
            ObjectNode report = patrol.reports().of(site, asked);
            return file == null ? Answer.ok(report) : file.answer(maker.period(site, report, file.shape()));
        });
    }

    private Future<Answer> round(Call call) {
        String id = call.path("round");
        File file = File.of(call);
        return ground.ask(
                call,
                site -> patrol.rounds()
                        .find(site, id)
                        .map(round ->
                                file == null ? Answer.ok(round) : file.answer(maker.round(site, round, file.shape())))
                        .orElseGet(() -> Answer.refused(none(site, id))));
    }

    static Problem none(SiteId site, String round) {
        return Problem.notFound(
                "There is no round " + round + " at site " + site + ".",
                "GET /api/v1/sites/" + site + "/rounds lists a day's.");
    }

    /** The file that is asked for. */
    private record File(Format format, Phrases words) {

        /** Nothing when no file is asked for. */
        static @Nullable File of(Call call) {
            Optional<Format> format = call.query("format").flatMap(Format::of);
            return format.map(one ->
                            new File(one, Phrases.named(call.query("lang").orElse("en"))))
                    .orElse(null);
        }

        ReportMaker.Shape shape() {
            return new ReportMaker.Shape(format, words);
        }

        Answer answer(byte[] bytes) {
            return new Answer.Bytes(
                    200, format.mediaType(), Buffer.buffer(bytes), Map.of("Cache-Control", "private, no-store"));
        }
    }
}
