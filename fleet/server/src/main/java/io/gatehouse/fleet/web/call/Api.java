package io.gatehouse.fleet.web.call;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.RequestValidator;
import io.vertx.openapi.validation.ValidatedRequest;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The road of a request: who asks, may they, does it follow the contract, carry it out, answer. The order keeps what a
 * stranger can cost small: a body is not read before its sender is known. Event loop only.
 */
public final class Api {

    /** Under which a request carries the name of what it asks for. */
    public static final String OPERATION = "gatehouse.operation";

    public static final String CSRF_HEADER = "X-Gatehouse-CSRF";

    private static final String ADMITTED = "gatehouse.admitted";
    /** Bodies above this many bytes are checked on a worker: it takes longer than an event loop has time. */
    private static final int CHECK_ON_WORKER = 32 * 1024;

    private static final long SMALL_BODY_BYTES = 256 * 1024;
    /** An estate of 100,000 people and 200,000 credentials takes about 40 MB. */
    private static final long LARGE_BODY_BYTES = 64 * 1024 * 1024;

    private static final Set<String> LARGE =
            Set.of("putEstate", "importPeople", "addPhoto", "bringArtifact", "putPlanPicture", "addNote");

    private final Contract contract;
    private final Operations operations;
    private final Admission admission;
    private final Recorder recorder;
    private final Failures failures;
    private final Work work;
    private final RequestValidator validator;
    private final Handler<RoutingContext> smallBody = BodyHandler.create(false).setBodyLimit(SMALL_BODY_BYTES);
    private final Handler<RoutingContext> largeBody = BodyHandler.create(false).setBodyLimit(LARGE_BODY_BYTES);
    private final RequestExtractor extractor = RequestExtractor.withBodyHandler();

    /** What every request passes: on its way in, on its way out, and when something went wrong. */
    public record Doors(Admission admission, Recorder recorder, Failures failures) {}

    public Api(Vertx vertx, Contract contract, Operations operations, Doors doors, Work work) {
        this.contract = contract;
        this.operations = operations;
        this.admission = doors.admission();
        this.recorder = doors.recorder();
        this.failures = doors.failures();
        this.work = work;
        this.validator = RequestValidator.create(vertx, contract.checked());
    }

    /** The routes of the contract, to be mounted at {@link Contract#BASE}. */
    public Router router(Vertx vertx) {
        RouterBuilder builder = RouterBuilder.create(vertx, contract.checked());
        for (OpenAPIRoute route : builder.getRoutes()) {
            Operations.Row row = operations.row(route.getOperation().getOperationId());
            route.setDoSecurity(false)
                    .setDoValidation(false)
                    .addHandler(admitting(route.getOperation(), row))
                    .addHandler(LARGE.contains(row.id()) ? largeBody : smallBody)
                    .addHandler(context -> carryOut(context, route.getOperation(), row))
                    .addFailureHandler(failures::handle);
        }
        refuseUndeclared(builder);
        Router router = builder.createRouter();
        router.route().last().handler(context -> context.fail(404));
        router.route().failureHandler(failures::handle);
        return router;
    }

    private void refuseUndeclared(RouterBuilder builder) {
        Set<String> declared = builder.getRoutes().stream()
                .map(route -> route.getOperation().getOperationId())
                .collect(Collectors.toSet());
        if (!declared.containsAll(operations.ids())) {
            throw new IllegalStateException("an operation is carried out that the contract does not have");
        }
    }

    private SecurityPolicyHandler admitting(Operation operation, Operations.Row row) {
        Role needs = row.needs();
        if (needs == null) {
            return context -> {
                context.put(OPERATION, row.id());
                context.next();
            };
        }
        Rule rule = Rule.of(operation, needs);
        return context -> {
            context.put(OPERATION, row.id());
            context.request().pause();
            admission
                    .of(context, row.id(), rule)
                    .onSuccess(verdict -> goOn(context, verdict))
                    .onFailure(context::fail)
                    .onComplete(known -> context.request().resume());
        };
    }

    private static void goOn(RoutingContext context, Admission.Verdict verdict) {
        Problem problem = verdict.problem();
        if (problem == null) {
            context.put(ADMITTED, verdict.admitted());
            context.next();
        } else {
            Answers.problem(context.response(), problem);
        }
    }

    private void carryOut(RoutingContext context, Operation operation, Operations.Row row) {
        check(context, operation)
                .compose(valid -> {
                    Admission.Admitted admitted = context.get(ADMITTED);
                    Call call = new Call(context, valid, admitted);
                    return (admitted == null ? Future.succeededFuture(true) : admission.leadsHome(call, admitted))
                            .compose(home -> home
                                    ? recorder.around(
                                            operation,
                                            call,
                                            () -> row.operation().answer(call))
                                    : Future.succeededFuture(Answer.refused(Problem.notAmongYours())));
                })
                .onSuccess(answer -> Answers.write(context.response(), answer))
                .onFailure(context::fail);
    }

    private Future<ValidatedRequest> check(RoutingContext context, Operation operation) {
        return extractor.extractValidatableRequest(context, operation).compose(request -> {
            if (context.body().length() <= CHECK_ON_WORKER) {
                return validator.validate(request, operation.getOperationId());
            }
            return work.call(() -> validator.validate(request, operation.getOperationId()))
                    .compose(checked -> checked);
        });
    }
}
