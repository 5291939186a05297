package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.command.Cancellations;
import io.gatehouse.fleet.command.CommandQueue;
import io.gatehouse.fleet.command.Danger;
import io.gatehouse.fleet.command.JobOutcome;
import io.gatehouse.fleet.command.JobWish;
import io.gatehouse.fleet.command.Jobs;
import io.gatehouse.fleet.command.Outlet;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.command.CommandType;
import io.vertx.core.Future;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The queue of commands, and the same asked of several devices, with a second person where that is dangerous. */
public final class JobApi {

    private static final int PAGE = 100;

    private final Jobs jobs;
    private final CommandQueue queue;
    private final Outlet outlet;
    private final Audit audit;
    private final Work work;

    public JobApi(Jobs jobs, CommandQueue queue, Outlet outlet, Audit audit, Work work) {
        this.jobs = jobs;
        this.queue = queue;
        this.outlet = outlet;
        this.audit = audit;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("listCommands", this::commands)
                .viewer("listJobs", this::list)
                .operator("makeJob", this::make)
                .viewer("job", this::job)
                .operator("decideJob", this::decide)
                .operator("cancelJob", this::cancelJob)
                .operator("cancelCommand", this::cancelCommand);
    }

    record JobBody(
            String type,
            List<String> devices,
            String idempotencyKey,
            int lifeSeconds,
            String reason,
            @Nullable JsonNode data,
            @Nullable Boolean askSecond,
            @Nullable Boolean dryRun) {

        JobWish wish(CommandType asked) {
            return new JobWish(
                    asked, devices, idempotencyKey, lifeSeconds, reason, data, Boolean.TRUE.equals(askSecond));
        }
    }

    record CancelBody(@Nullable String reason) {}

    record DecisionBody(boolean agreed, @Nullable String reason) {}

    private Future<Answer> commands(Call call) {
        CommandQueue.Filter filter = new CommandQueue.Filter(
                call.reach(),
                call.query("site").orElse(null),
                call.query("state").orElse(null),
                call.query("type").orElse(null),
                call.query("job").orElse(null),
                call.query("open").map(Boolean::parseBoolean).orElse(false));
        OffsetDateTime before =
                call.time("before").map(time -> time.atOffset(ZoneOffset.UTC)).orElse(OffsetDateTime.MAX);
        int limit = call.number("limit", PAGE);
        return work.call(() -> Answer.items(queue.list(filter, before, limit)));
    }

    private Future<Answer> list(Call call) {
        String site = call.query("site").orElse(null);
        int limit = call.number("limit", PAGE);
        return work.call(() -> Answer.items(jobs.newest(call.reach(), site, limit)));
    }

    private Future<Answer> make(Call call) {
        SiteId site = new SiteId(call.path("site"));
        JobBody body = call.body(JobBody.class);
        CommandType type = CommandType.byWireName(body.type());
        if (type.isOfSite() || type.isOfFleet()) {
            return Future.succeededFuture(Answer.refused(Problem.invalid(
                    type.wireName() + " is not asked of devices by hand.",
                    "Sites take orders, and rollouts and settings make their own commands.")));
        }
        JobWish wish = body.wish(type);
        Audit.By by = call.by();
        if (Boolean.TRUE.equals(body.dryRun())) {
            boolean second = Danger.needsSecond(type, wish.devices().size());
            return Future.succeededFuture(Answer.ok(Map.of("needsSecond", second, "devices", wish.devices())));
        }
        return work.call(() -> answer(jobs.make(site, wish, by.user()), by, "makeJob", true));
    }

    private Future<Answer> decide(Call call) {
        SiteId site = new SiteId(call.path("site"));
        String id = call.path("job");
        DecisionBody body = call.body(DecisionBody.class);
        Audit.By by = call.by();
        return work.call(
                () -> answer(jobs.decide(site, id, body.agreed(), by.user(), body.reason()), by, "decideJob", false));
    }

    private Future<Answer> cancelJob(Call call) {
        SiteId site = new SiteId(call.path("site"));
        String id = call.path("job");
        CancelBody body = call.body(CancelBody.class);
        Audit.By by = call.by();
        return work.call(() -> answer(jobs.cancel(site, id, by.user(), body.reason()), by, "cancelJob", false));
    }

    private Future<Answer> cancelCommand(Call call) {
        String id = call.path("command");
        CancelBody body = call.body(CancelBody.class);
        Audit.By by = call.by();
        return work.call(() -> {
            Cancellations.Outcome outcome = jobs.cancellations().cancel(id, by.user(), body.reason());
            if (outcome instanceof Cancellations.Outcome.Asked asked) {
                if (!asked.repeated()) {
                    audit.note(by, "cancelCommand", "command " + id, Map.of());
                    outlet.send(List.of(asked.order()));
                }
                return Answer.accepted(asked.command());
            }
            return Answer.refused(notCancelled(id, outcome));
        });
    }

    private static Problem notCancelled(String id, Cancellations.Outcome outcome) {
        if (outcome instanceof Cancellations.Outcome.Over over) {
            return Problem.conflict(
                    "The command has ended: it is " + over.state() + ".", "There is nothing to cancel.");
        }
        return outcome instanceof Cancellations.Outcome.NotByHand fleets
                ? Problem.conflict(
                        "A " + fleets.type() + " is not cancelled by hand.",
                        "Stop its rollout, or set what the device ran with before.")
                : Problem.notFound("There is no command " + id + ".", "GET /api/v1/commands lists them.");
    }

    private Future<Answer> job(Call call) {
        SiteId site = new SiteId(call.path("site"));
        String id = call.path("job");
        return work.call(() -> Answer.found(
                jobs.find(site, id),
                found -> found,
                Problem.notFound("There is no job " + id + " at " + site + ".", "GET /api/v1/jobs lists them.")));
    }

    private Answer answer(JobOutcome outcome, Audit.By by, String action, boolean makes) {
        if (outcome instanceof JobOutcome.Done done) {
            if (!done.repeated()) {
                ObjectNode job = done.job();
                audit.note(
                        by,
                        action,
                        "job " + job.path("site").asText() + "/"
                                + job.path("id").asText(),
                        Map.of(
                                "type",
                                job.path("type").asText(),
                                "devices",
                                String.valueOf(job.path("devices").size()),
                                "state",
                                job.path("state").asText()));
                outlet.send(done.orders());
            }
            return makes ? Answer.accepted(done.job()) : Answer.ok(done.job());
        }
        return Answer.refused(problem(outcome));
    }

    private static Problem problem(JobOutcome outcome) {
        if (outcome instanceof JobOutcome.Nothing nothing) {
            return Problem.notFound("There is no " + nothing.what() + " at this site.", "Nothing was asked.");
        }
        if (outcome instanceof JobOutcome.SamePerson same) {
            return new Problem(
                    409,
                    "SAME_PERSON",
                    same.maker() + " made this job and may not agree to it.",
                    "Another person agrees, with an account of their own.");
        }
        if (outcome instanceof JobOutcome.NotWaiting not) {
            return Problem.conflict("The job waits for nobody: it is " + not.state() + ".", "Make a new one.");
        }
        return Problem.conflict("The key was used for another job of this site.", "Take a new idempotencyKey.");
    }
}
