package io.gatehouse.fleet.web.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one place where changes are recorded: every operation of the contract that writes comes through here. What was there
 * before and after is read with the contract's own {@code GET} of the thing, which never answers a secret. The answer
 * leaves only when the record is kept; when it cannot be kept, the caller is told that something is broken. Event loop only.
 */
public final class Recorder {

    /** Why somebody changes something; text in UTF-8, percent-encoded. */
    static final String REASON_HEADER = "X-Gatehouse-Reason";

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final int MAX_REASON = 500;
    private static final int LARGE_BODY = 32 * 1024;

    private final Map<String, String> looks = new HashMap<>();
    private final Operations operations;
    private final Ledger ledger;
    private final Work work;

    /** Keeps records. Blocks; called on workers. */
    @FunctionalInterface
    public interface Ledger {

        /** Keeps all of them, sealed, before it returns. */
        void keep(Who who, List<Change> changes);
    }

    /** Who, from where, by what, and why. */
    public record Who(
            String user,
            String address,
            String via,
            @Nullable String reason) {}

    /**
     * One change.
     *
     * @param site where, or nothing when it is at no one site
     * @param wasIs what is different, as {@code before} and {@code after}; or nothing
     */
    public record Change(
            String action,
            String target,
            @Nullable String site,
            Map<String, String> details,
            @Nullable JsonNode wasIs) {}

    public Recorder(Contract contract, Operations operations, Ledger ledger, Work work) {
        this.operations = operations;
        this.ledger = ledger;
        this.work = work;
        contract.checked()
                .operations()
                .forEach(operation -> lookOf(contract.checked(), operation)
                        .ifPresent(look -> looks.put(operation.getOperationId(), look)));
    }

    /** Carries out what is asked, and records it when it changed something. */
    Future<Answer> around(Operation operation, Call call, Supplier<Future<Answer>> act) {
        if (READS.contains(operation.getHttpMethod()) || isPreview(operation) || !call.isSignedIn()) {
            // somebody may come in by one of these; a preview changes nothing
            return act.get()
                    .compose(answer -> call.notes().isEmpty()
                            ? Future.succeededFuture(answer)
                            : keep(operation, call, null).map(answer));
        }
        return look(operation, call)
                .compose(before -> act.get()
                        .compose(answer -> refused(answer)
                                ? Future.succeededFuture(answer)
                                : look(operation, call)
                                        .compose(after -> keep(
                                                operation,
                                                call,
                                                WasIs.of(before, after.or(() -> made(operation, answer)))))
                                        .map(answer)));
    }

    private static boolean refused(Answer answer) {
        return answer instanceof Answer.Refused;
    }

    /** What a thing was made to, when it has no address of its own to read it from. */
    private Optional<JsonNode> made(Operation operation, Answer answer) {
        return operation.getHttpMethod() != HttpMethod.DELETE
                        && !looks.containsKey(operation.getOperationId())
                        && answer instanceof Answer.Json json
                ? Optional.of(Bodies.treeOf(json.body()))
                : Optional.empty();
    }

    private Future<Optional<JsonNode>> look(Operation operation, Call call) {
        String id = looks.get(operation.getOperationId());
        if (id == null) {
            return Future.succeededFuture(Optional.empty());
        }
        return operations
                .row(id)
                .operation()
                .answer(call)
                .map(answer -> answer instanceof Answer.Json json && json.status() < 300
                        ? Optional.of(Bodies.treeOf(json.body()))
                        : Optional.empty());
    }

    private Future<Void> keep(Operation operation, Call call, @Nullable JsonNode wasIs) {
        List<Audit.Note> notes = call.notes();
        // an operation that takes down itself what it did, and took down nothing, did nothing: it was asked a second
        // time
        boolean did = !call.takesDown() || (wasIs != null && looks.containsKey(operation.getOperationId()));
        if (notes.isEmpty() && !did) {
            return Future.succeededFuture();
        }
        List<Audit.Note> said = notes.isEmpty()
                ? List.of(new Audit.Note(operation.getOperationId(), call.http().path(), Map.of()))
                : notes;
        Audit.By by = call.by();
        Who who = new Who(by.user(), by.address(), by.via(), reason(call));
        JsonNode values = noValues(operation) ? null : wasIs;
        String site = site(call, wasIs);
        List<Change> changes = said.stream()
                .map(note -> new Change(
                        note.action(), note.target(), site, note.details(), note == said.get(0) ? values : null))
                .toList();
        return work.call(() -> {
            ledger.keep(who, changes);
            return null;
        });
    }

    private static @Nullable String site(Call call, @Nullable JsonNode wasIs) {
        return call.pathIfAny("site")
                .or(() -> Optional.ofNullable(wasIs)
                        .map(values -> values.at("/after/site")
                                .asText(values.at("/before/site").asText()))
                        .filter(site -> !site.isEmpty()))
                .orElse(null);
    }

    private static @Nullable String reason(Call call) {
        String header = call.http().getHeader(REASON_HEADER);
        String text = header == null ? inBody(call) : decoded(header);
        String said = text.strip();
        return said.isEmpty() ? null : said.substring(0, Math.min(said.length(), MAX_REASON));
    }

    private static String inBody(Call call) {
        return call.bodyLength() > LARGE_BODY ? "" : call.body().path("reason").asText("");
    }

    private static String decoded(String header) {
        try {
            return URLDecoder.decode(header.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return header;
        }
    }

    /** It asks what a change would do, and makes none. */
    private static boolean isPreview(Operation operation) {
        return "none-preview".equals(operation.getOpenAPIModel().getString("x-audit"));
    }

    private static boolean noValues(Operation operation) {
        return "no-values".equals(operation.getOpenAPIModel().getString("x-audit"));
    }

    /** The {@code GET} that shows what the operation changes: of its own path, or of the thing to which the path belongs. */
    private static Optional<String> lookOf(OpenAPIContract contract, Operation operation) {
        String path = operation.getOpenAPIPath();
        if (READS.contains(operation.getHttpMethod()) || noValues(operation)) {
            return Optional.empty();
        }
        if (operation.getHttpMethod() == HttpMethod.POST && get(contract, path).isPresent()) {
            // it adds to a list
            return Optional.empty();
        }
        for (String at = path; at.length() > 1; at = at.substring(0, at.lastIndexOf('/'))) {
            Optional<String> found = at.equals(path) || at.endsWith("}") ? get(contract, at) : Optional.empty();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> get(OpenAPIContract contract, String path) {
        return contract.operations().stream()
                .filter(one -> one.getHttpMethod() == HttpMethod.GET
                        && one.getOpenAPIPath().equals(path))
                .map(Operation::getOperationId)
                .findFirst();
    }
}
