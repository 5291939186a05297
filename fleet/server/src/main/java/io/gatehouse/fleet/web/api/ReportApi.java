package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.access.Reports;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Reports about people. */
public final class ReportApi {

    private final Reports reports;
    private final AccessGround ground;

    public ReportApi(Reports reports, AccessGround ground) {
        this.reports = reports;
        this.ground = ground;
    }

    public void addTo(Operations operations) {
        operations.viewer("reportReads", this::reads);
    }

    private Future<Answer> reads(Call call) {
        String text = call.query("day").orElse("");
        LocalDate day;
        try {
            day = LocalDate.parse(text);
        } catch (DateTimeException e) {
            return Future.succeededFuture(
                    Answer.refused(Problem.invalid("There is no day '" + text + "'.", "Write it as 2027-01-31.")));
        }
        return ground.ask(call, site -> {
            List<ObjectNode> found = reports.reads(site, day);
            found.forEach(one -> one.retain(one.properties().stream()
                    .filter(field -> !field.getValue().isNull())
                    .map(Map.Entry::getKey)
                    .toList()));
            return Answer.items(found);
        });
    }
}
