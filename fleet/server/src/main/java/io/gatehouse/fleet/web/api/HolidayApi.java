package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.access.Holidays;
import io.gatehouse.fleet.access.Outcome;
import io.gatehouse.fleet.access.ThingKind;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** The holiday calendar: which years are published, taking one in, and giving a site a year's special days. */
public final class HolidayApi {

    private final Holidays holidays;
    private final AccessGround ground;

    public HolidayApi(Holidays holidays, AccessGround ground) {
        this.holidays = holidays;
        this.ground = ground;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("listHolidays", this::list)
                .admin("importHolidays", this::take)
                .admin("takeOverHolidays", this::takeOver);
    }

    private Future<Answer> list(Call call) {
        return ground.work().call(() -> Answer.ok(Map.of("items", holidays.years())));
    }

    private Future<Answer> take(Call call) {
        JsonNode body = call.body();
        int year = body.path("year").asInt();
        AccessGround.Change change = AccessGround.Change.of(call, "importHolidays", "holidays of " + year);
        return ground.work().call(() -> {
            Outcome outcome = holidays.take(
                    year, body.path("content").asText(), change.by().user());
            if (!outcome.kept()) {
                return change.words().refused(outcome);
            }
            ground.audit().note(change.by(), change.action(), change.target());
            return Answer.ok(Map.of("items", holidays.years()));
        });
    }

    private Future<Answer> takeOver(Call call) {
        int year = call.body().path("year").asInt();
        AccessGround.Change change = AccessGround.Change.of(call, "takeOverHolidays", "holidays of " + year);
        return ground.ask(
                call,
                site -> ground.kept(
                        site,
                        change,
                        holidays.takeOver(site, year),
                        () -> Map.of(
                                "kind",
                                ThingKind.SPECIAL_DAYS.wireName(),
                                "ids",
                                List.of("cn-holidays", "cn-working-weekends"))));
    }
}
