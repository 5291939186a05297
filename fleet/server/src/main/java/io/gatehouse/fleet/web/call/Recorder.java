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
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one place where changes are recorded: every operation of the contract that writes comes through here. That it is
 * about to is noted before it begins, and it does not begin when that cannot be noted; what was there before and after is
 * read with the contract's own {@code GET} of the thing, which never answers a secret. The answer leaves only when the
 * record is kept; when it cannot be kept, the caller is told that something is broken. Event loop only.
 *
 * <pre>
 *   look ─► note the intent ─► act ─► look ─► record and end of the intent, in one transaction ─► answer
 *                                 died here? the intent becomes a record: outcome unknown (decision 0029)
 * </pre>
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
    public interface Ledger {

        /** The intent of a change that was not announced. */
        long NONE = -1;

        /** Notes what is about to be done, on the disk when it returns; its number. */
        long begin(Who who, Change planned, @Nullable String before);

        /** Nothing was done. */
        void forget(long intent);

        /** Keeps all of them, sealed, before it returns, and the intent is over. */
        void keep(long intent, Who who, List<Change> changes);
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
                            : keep(Ledger.NONE, operation, call, null).map(answer));
        }
        return look(operation, call)
                .compose(before -> announce(operation, call, before)
                        .compose(intent -> act.get()
                                .recover(failure -> notBegun(intent, failure))
                                .compose(answer -> refused(answer)
                                        ? forget(intent).map(answer)
                                        : look(operation, call)
                                                .compose(after -> keep(
                                                        intent,
                                                        operation,
                                                        call,
                                                        WasIs.of(before, after.or(() -> made(operation, answer)))))
                                                .map(answer))));
    }

    /** On the disk before anything is done; what is large is not read twice for it. */
    private Future<Long> announce(Operation operation, Call call, Optional<JsonNode> before) {
        Caller caller = call.caller();
        Who who = new Who(caller.user(), call.remoteAddress(), caller.via(), reason(call));
        String site = call.pathIfAny("site").orElse(null);
        Change planned = new Change(operation.getOperationId(), call.http().path(), site, Map.of(), null);
        Optional<JsonNode> small = call.bodyLength() > LARGE_BODY || noValues(operation) ? Optional.empty() : before;
        return work.call(() -> ledger.begin(
                who,
                planned,
                small.map(JsonNode::toString)
                        .filter(json -> json.length() <= LARGE_BODY)
                        .orElse(null)));
    }

    private Future<Void> forget(long intent) {
        return work.call(() -> {
            ledger.forget(intent);
            return null;
        });
    }

    /** What was refused for want of a worker was not begun; of any other failure nobody knows how far it came. */
    private Future<Answer> notBegun(long intent, Throwable failure) {
        return failure instanceof RejectedExecutionException
                ? forget(intent).transform(done -> Future.failedFuture(failure))
                : Future.failedFuture(failure);
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

    private Future<Void> keep(long intent, Operation operation, Call call, @Nullable JsonNode wasIs) {
        List<Audit.Note> notes = call.notes();
        // an operation that takes down itself what it did, and took down nothing, did nothing: it was asked a second
        // time
        boolean did = !call.takesDown() || (wasIs != null && looks.containsKey(operation.getOperationId()));
        if (notes.isEmpty() && !did) {
            return forget(intent);
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
            ledger.keep(intent, who, changes);
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
