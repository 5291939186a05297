package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.authority.Authorities;
import io.gatehouse.fleet.authority.AuthorityChange;
import io.gatehouse.fleet.authority.AuthorityChange.Outcome;
import io.gatehouse.fleet.authority.AuthorityReport;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.function.Function;

/** The certificate authority: how it is, another one in its place, and the end of the one before. */
public final class AuthorityApi {

    private final AuthorityChange change;
    private final AuthorityReport report;
    private final Audit audit;
    private final Work work;
    private final Clock clock;

    public AuthorityApi(FleetCore core, Audit audit, Work work, Clock clock) {
        this.change = core.accounting().authorityChange(core.authorities());
        this.report = core.accounting().authorityReport(core.authorities());
        this.audit = audit;
        this.work = work;
        this.clock = clock;
    }

    public void addTo(Operations operations) {
        operations
                .admin("authority", call -> work.call(() -> Answer.ok(report.show())))
                .admin("changeAuthority", this::begin)
                .admin("planRetirement", call -> planned(call, change::plan))
                .admin("retireAuthority", this::retire);
    }

    private Future<Answer> begin(Call call) {
        Audit.By by = call.by();
        String said = call.body().path("retireAt").asText();
        Instant until = said.isEmpty()
                ? clock.instant().plus(Authorities.OVERLAP)
                : OffsetDateTime.parse(said).toInstant();
        return planned(by, "changeAuthority", until, () -> change.begin(until, by.user()));
    }

    private Future<Answer> planned(Call call, Function<Instant, Outcome> plan) {
        Instant until =
                OffsetDateTime.parse(call.body().path("retireAt").asText()).toInstant();
        return planned(call.by(), "planRetirement", until, () -> plan.apply(until));
    }

    private Future<Answer> retire(Call call) {
        Audit.By by = call.by();
        boolean leaveBehind = call.body().path("leaveBehind").asBoolean();
        return done(by, "retireAuthority", clock.instant(), () -> change.retire(leaveBehind, by.user()));
    }

    private interface Doing {
        Outcome act();
    }

    /** An overlap is worth nothing when it is over before it begins. */
    private Future<Answer> planned(Audit.By by, String action, Instant until, Doing doing) {
        return until.isBefore(clock.instant())
                ? Future.succeededFuture(Answer.refused(Problem.invalid(
                        "The overlap would be over before it began.", "Say a date that is still to come.")))
                : done(by, action, until, doing);
    }

    private Future<Answer> done(Audit.By by, String action, Instant until, Doing doing) {
        return work.call(() -> {
            Outcome outcome = doing.act();
            if (outcome == Outcome.DONE) {
                audit.note(by, action, "authority", Map.of("retireAt", until.toString()));
                return Answer.ok(report.show());
            }
            return Answer.refused(problem(outcome));
        });
    }

    private static Problem problem(Outcome outcome) {
        return switch (outcome) {
            case DONE -> throw new IllegalStateException("nothing was refused");
            case GIVEN ->
                Problem.conflict(
                        "The settings of this fleet give its authority.",
                        "Put the next one into gatehouse.fleet.ca.certificate and ca.key and start again: the overlap"
                                + " begins then, as here.");
            case UNDER_WAY ->
                Problem.conflict(
                        "One authority is taking the place of another already.",
                        "Retire the old one first: POST /api/v1/authority/retirement.");
            case NOTHING_OLD ->
                Problem.conflict("There is no old authority.", "POST /api/v1/authority makes a new one.");
            case SOME_BEHIND ->
                Problem.conflict(
                        "Some devices or gateways have no certificate of the new authority yet.",
                        "GET /api/v1/authority names them. Wait, or say leaveBehind: they come back with a new claim"
                                + " token.");
        };
    }
}
