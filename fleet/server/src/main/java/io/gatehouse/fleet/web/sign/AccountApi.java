package io.gatehouse.fleet.web.sign;

import io.gatehouse.fleet.account.AccountBook;
import io.gatehouse.fleet.account.Grant;
import io.gatehouse.fleet.account.SecondFactors;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everybody's accounts: who may do what where, and what an administrator does when somebody is locked out or leaves. */
public final class AccountApi {

    private final AccountBook book;
    private final SecondFactors factors;
    private final Consumer<String> cutOff;
    private final Audit audit;
    private final Pools pools;

    /** @param passwords few workers: making a password's hash takes memory and time on purpose */
    public record Pools(Work passwords, Work work) {}

    /** @param cutOff ends the live streams of an account, whose rights may have changed */
    public AccountApi(AccountBook book, SecondFactors factors, Consumer<String> cutOff, Audit audit, Pools pools) {
        this.book = book;
        this.factors = factors;
        this.cutOff = cutOff;
        this.audit = audit;
        this.pools = pools;
    }

    public void addTo(Operations operations) {
        operations
                .admin("listAccounts", call -> pools.work().call(() -> Answer.items(book.list())))
                .admin("account", this::account)
                .admin("putAccount", this::put)
                .admin("resetPassword", this::resetPassword)
                .admin("endSessions", this::endSessions)
                .admin("unlockAccount", this::unlock)
                .admin("takeSecondFactor", this::takeSecondFactor);
    }

    record GrantBody(
            @Nullable String site,
            String role,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable String reason) {

        Grant grant() {
            return new Grant(site, role, from, until, reason);
        }
    }

    record AccountBody(@Nullable String shown, boolean disabled, boolean elsewhere, List<GrantBody> grants) {}

    private Future<Answer> account(Call call) {
        String name = call.path("account");
        return pools.work().call(() -> Answer.found(book.find(name), found -> found, nobody(name)));
    }

    private Future<Answer> put(Call call) {
        String name = call.path("account");
        AccountBody body = call.body(AccountBody.class);
        Optional<GrantBody> backward = body.grants().stream()
                .filter(one ->
                        one.from() != null && one.until() != null && !one.from().isBefore(one.until()))
                .findFirst();
        if (backward.isPresent()) {
            return Future.succeededFuture(Answer.refused(
                    Problem.invalid("A grant ends before it begins.", "'from' has to be before 'until'.")));
        }
        AccountBook.Wish wish = new AccountBook.Wish(
                body.shown(),
                body.disabled(),
                body.elsewhere(),
                body.grants().stream().map(GrantBody::grant).toList());
        Audit.By by = call.by();
        return pools.passwords().call(() -> {
            AccountBook.Kept kept = book.put(name, wish, by.user());
            return kept(name, by, kept);
        });
    }

    private Answer kept(String name, Audit.By by, AccountBook.Kept kept) {
        if (kept instanceof AccountBook.Kept.NoSite none) {
            return Answer.refused(
                    Problem.invalid("There is no site " + none.site() + ".", "GET /api/v1/sites lists them."));
        }
        if (kept instanceof AccountBook.Kept.LastAdmin) {
            return Answer.refused(Problem.conflict(
                    "Nobody would be left who may give anybody rights.",
                    "Make somebody else an admin of all sites without an end first."));
        }
        audit.note(by, "putAccount", "account " + name);
        cutOff.accept(name);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("account", book.find(name).orElseThrow());
        if (kept instanceof AccountBook.Kept.Made made) {
            Optional.ofNullable(made.password()).ifPresent(once -> body.put("password", once));
        }
        return Answer.ok(body);
    }

    private Future<Answer> resetPassword(Call call) {
        String name = call.path("account");
        Audit.By by = call.by();
        return pools.passwords().call(() -> {
            Optional<String> password = book.resetPassword(name);
            password.ifPresent(made -> {
                audit.note(by, "resetPassword", "account " + name);
                cutOff.accept(name);
            });
            return Answer.found(password, made -> Map.of("password", made), nobody(name));
        });
    }

    private Future<Answer> endSessions(Call call) {
        String name = call.path("account");
        Audit.By by = call.by();
        return known(name, () -> {
            int ended = book.signOutEverywhere(name);
            audit.note(by, "endSessions", "account " + name, Map.of("sessions", Integer.toString(ended)));
            cutOff.accept(name);
            return Answer.done();
        });
    }

    private Future<Answer> unlock(Call call) {
        String name = call.path("account");
        Audit.By by = call.by();
        return known(name, () -> {
            book.unlock(name);
            audit.note(by, "unlockAccount", "account " + name);
            return Answer.done();
        });
    }

    private Future<Answer> takeSecondFactor(Call call) {
        String name = call.path("account");
        Audit.By by = call.by();
        return known(name, () -> {
            factors.remove(name);
            audit.note(by, "takeSecondFactor", "account " + name);
            return Answer.done();
        });
    }

    private Future<Answer> known(String name, Supplier<Answer> act) {
        return pools.work().call(() -> book.find(name).isPresent() ? act.get() : Answer.refused(nobody(name)));
    }

    private static Problem nobody(String name) {
        return Problem.notFound("There is no account " + name + ".", "GET /api/v1/accounts lists them.");
    }
}
