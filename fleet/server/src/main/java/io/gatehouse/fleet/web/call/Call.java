package io.gatehouse.fleet.web.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.store.Reach;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatedRequest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request to one operation, checked against the contract: what it asks for and who asks. Event loop only, except for
 * values that were taken out of it.
 */
public final class Call {

    private final RoutingContext context;
    private final ValidatedRequest request;
    private final Admission.@Nullable Admitted admitted;
    private Audit.@Nullable By by;

    Call(RoutingContext context, ValidatedRequest request, Admission.@Nullable Admitted admitted) {
        this.context = context;
        this.request = request;
        this.admitted = admitted;
    }

    /** Who asks; only for operations that need a role. */
    public Caller caller() {
        return admitted().caller();
    }

    /** The sites that the answer may be about. */
    public Reach reach() {
        return admitted().reach();
    }

    private Admission.Admitted admitted() {
        if (admitted == null) {
            throw new IllegalStateException("the operation is open to everybody");
        }
        return admitted;
    }

    /** A part of the path. */
    public String path(String name) {
        RequestParameter parameter = request.getPathParameters().get(name);
        if (parameter == null) {
            throw new IllegalStateException("the contract has no path parameter " + name);
        }
        return String.valueOf(parameter.get());
    }

    /** A query parameter's text, or nothing; an empty one counts as left out. */
    public Optional<String> query(String name) {
        RequestParameter parameter = request.getQuery().get(name);
        return parameter == null || parameter.isNull()
                ? Optional.empty()
                : Optional.of(String.valueOf(parameter.get())).filter(text -> !text.isEmpty());
    }

    /** A query parameter's number, or the default. */
    public int number(String name, int otherwise) {
        return query(name).map(Integer::parseInt).orElse(otherwise);
    }

    /** A query parameter's time, or nothing. The contract has checked its form. */
    public Optional<Instant> time(String name) {
        return query(name).map(text -> OffsetDateTime.parse(text).toInstant());
    }

    /** The body as a tree; an empty object when there is none. */
    public JsonNode body() {
        return Bodies.tree(context.body().buffer());
    }

    /** The body as the record that its schema describes. */
    public <T> T body(Class<T> type) {
        return Bodies.read(context.body().buffer(), type);
    }

    public HttpServerRequest http() {
        return context.request();
    }

    public HttpServerResponse response() {
        return context.response();
    }

    /** Who asks, for the record of changes. */
    public Audit.By by() {
        Audit.By known = by;
        if (known == null) {
            known = new Audit.By(caller().user(), remoteAddress(), caller().via());
            by = known;
        }
        return known;
    }

    /** The same for an operation that is open to everybody, once it is known who it is. */
    public Audit.By by(String user, String via) {
        by = new Audit.By(user, remoteAddress(), via);
        return by;
    }

    boolean isSignedIn() {
        return admitted != null;
    }

    /** Whether the operation has asked for whom it takes down what it does. */
    boolean takesDown() {
        return by != null;
    }

    /** What the operation said that it did. */
    List<Audit.Note> notes() {
        return by == null ? List.of() : by.notes();
    }

    Optional<String> pathIfAny(String name) {
        return Optional.ofNullable(request.getPathParameters().get(name)).map(found -> String.valueOf(found.get()));
    }

    int bodyLength() {
        return context.body().length();
    }

    /** The address that asks, without its port. */
    public String remoteAddress() {
        return String.valueOf(context.request().remoteAddress().hostAddress());
    }

    public boolean isEncrypted() {
        return context.request().isSSL();
    }
}
