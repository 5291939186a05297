package io.gatehouse.fleet.web.call;

import io.gatehouse.fleet.telemetry.SeriesStore;
import io.gatehouse.launch.Ids;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidatorException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where whatever went wrong becomes an answer. What nobody foresaw is logged under an incident number that
 * the answer carries, and nothing else of it leaves the house. Event loop only.
 */
public final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final Ids ids;
    private final Predicate<Throwable> databaseDown;

    /** @param databaseDown whether a failure says that the database does not answer */
    public Failures(Ids ids, Predicate<Throwable> databaseDown) {
        this.ids = ids;
        this.databaseDown = databaseDown;
    }

    /** Answers a request that failed on its way. */
    public void handle(RoutingContext context) {
        if (context.response().headWritten()) {
            context.response().reset();
            return;
        }
        Answers.problem(context.response(), problem(context.failure(), context.statusCode(), context));
    }

    /** The problem of a failure. */
    public Problem problem(@Nullable Throwable failure, int status, RoutingContext context) {
        ValidatorException invalid = find(failure, ValidatorException.class);
        if (invalid != null) {
            return Problem.invalid(sentence(invalid), hint(invalid));
        }
        if (failure instanceof HttpException http) {
            return byStatus(http.getStatusCode(), context);
        }
        if (failure == null) {
            return byStatus(status, context);
        }
        if (failure instanceof RejectedExecutionException) {
            return Problem.busy();
        }
        if (find(failure, SeriesStore.StoreAway.class) != null) {
            return Problem.telemetryAway();
        }
        if (databaseDown.test(failure)) {
            LOG.warn(
                    "the database does not answer {} {}: {}",
                    context.request().method(),
                    context.request().path(),
                    failure.toString());
            return Problem.databaseDown();
        }
        String incident = ids.next().substring(0, 8);
        LOG.error(
                "incident {}: {} {} failed",
                incident,
                context.request().method(),
                context.request().path(),
                failure);
        return Problem.broken(incident);
    }

    private Problem byStatus(int status, RoutingContext context) {
        String asked = context.request().method() + " " + context.request().path();
        return switch (status) {
            case 400 -> Problem.invalid("The request cannot be read.", "The contract is at /api/v1/openapi.json.");
            case 404 -> Problem.notFound("There is no " + asked + ".", "The contract is at /api/v1/openapi.json.");
            case 405 ->
                new Problem(
                        405,
                        "METHOD_NOT_ALLOWED",
                        "There is no " + asked + ".",
                        "The contract is at /api/v1/openapi.json.");
            case 413 -> new Problem(413, "TOO_LARGE", "The body is too large.", "Send it in several requests.");
            case 415 -> new Problem(415, "UNSUPPORTED_MEDIA_TYPE", "The body is not JSON.", "Send application/json.");
            default -> new Problem(status, "FAILED", "The request failed.", "The contract is at /api/v1/openapi.json.");
        };
    }

    private static String sentence(ValidatorException invalid) {
        String message = String.valueOf(invalid.getMessage());
        int reason = message.indexOf(". Reason:");
        return (reason > 0 ? message.substring(0, reason) : message) + (message.endsWith(".") ? "" : ".");
    }

    private static String hint(ValidatorException invalid) {
        if (invalid instanceof SchemaValidationException schema) {
            OutputUnit deepest = deepest(schema.getOutputUnit());
            if (deepest != null && deepest.getError() != null) {
                String where = String.valueOf(deepest.getInstanceLocation()).replaceFirst("^#/?", "");
                return (where.isEmpty() ? "" : "At " + where + ": ") + deepest.getError() + ".";
            }
        }
        return "The contract is at /api/v1/openapi.json.";
    }

    private static @Nullable OutputUnit deepest(OutputUnit unit) {
        List<OutputUnit> errors = unit.getErrors();
        if (errors == null || errors.isEmpty()) {
            return unit;
        }
        OutputUnit best = null;
        for (OutputUnit error : errors) {
            if (best == null || depth(error) >= depth(best)) {
                best = error;
            }
        }
        return best;
    }

    private static int depth(OutputUnit unit) {
        return String.valueOf(unit.getInstanceLocation()).split("/", -1).length;
    }

    private static <T extends Throwable> @Nullable T find(@Nullable Throwable failure, Class<T> type) {
        Throwable at = failure;
        while (at != null) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
            at = at.getCause();
        }
        return null;
    }
}
