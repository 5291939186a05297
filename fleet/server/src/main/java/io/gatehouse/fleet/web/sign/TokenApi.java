package io.gatehouse.fleet.web.sign;

import io.gatehouse.fleet.account.ApiToken;
import io.gatehouse.fleet.account.Tokens;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Caller;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Role;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One's own API tokens. */
public final class TokenApi {

    private final Tokens tokens;
    private final Audit audit;
    private final Work work;

    public TokenApi(Tokens tokens, Audit audit, Work work) {
        this.tokens = tokens;
        this.audit = audit;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("listTokens", this::list)
                .viewer("createToken", this::create)
                .viewer("deleteToken", this::delete);
    }

    record TokenBody(
            String name,
            @Nullable String role,
            @Nullable List<String> sites,
            @Nullable Instant expiresAt) {}

    private Future<Answer> list(Call call) {
        String user = call.caller().user();
        return work.call(() -> Answer.items(
                tokens.of(user).stream().map(token -> body(token, null)).toList()));
    }

    private Future<Answer> create(Call call) {
        Caller caller = call.caller();
        TokenBody asked = call.body(TokenBody.class);
        Role role = Optional.ofNullable(asked.role())
                .flatMap(Role::byWireName)
                .orElse(caller.rights().highest());
        Reach own = caller.rights().covering(role);
        if (own.isNothing()) {
            return Future.succeededFuture(Answer.refused(Problem.roleTooLow(caller.rights(), List.of(role))));
        }
        List<String> sites = asked.sites() == null && own.sites() != null && caller.byToken()
                ? List.copyOf(own.sites())
                : asked.sites();
        if (sites != null && !sites.stream().allMatch(own::covers)) {
            return Future.succeededFuture(Answer.refused(Problem.notAmongYours()));
        }
        Audit.By by = call.by();
        return work.call(() -> {
            ApiToken.Made made = tokens.create(
                    caller.user(), asked.name(), new Tokens.Scope(role.wireName(), sites), asked.expiresAt());
            audit.note(
                    by,
                    "createToken",
                    "token " + made.token().id(),
                    Map.of(
                            "name", asked.name(),
                            "role", role.wireName(),
                            "sites", sites == null ? "all of the account" : String.join(", ", sites)));
            return Answer.created(body(made.token(), made.secret()));
        });
    }

    private Future<Answer> delete(Call call) {
        String id = call.path("token");
        Audit.By by = call.by();
        return work.call(() -> {
            if (!tokens.delete(by.user(), id)) {
                return Answer.refused(
                        Problem.notFound("You have no token " + id + ".", "GET /api/v1/tokens lists yours."));
            }
            audit.note(by, "deleteToken", "token " + id);
            return Answer.done();
        });
    }

    private static Map<String, Object> body(ApiToken token, @Nullable String secret) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", token.id());
        body.put("name", token.name());
        body.put("role", token.role());
        Optional.ofNullable(token.sites()).ifPresent(sites -> body.put("sites", sites));
        body.put("createdAt", token.createdAt());
        Optional.ofNullable(token.expiresAt()).ifPresent(at -> body.put("expiresAt", at));
        Optional.ofNullable(token.lastUsedAt()).ifPresent(at -> body.put("lastUsedAt", at));
        Optional.ofNullable(secret).ifPresent(once -> body.put("token", once));
        return body;
    }
}
