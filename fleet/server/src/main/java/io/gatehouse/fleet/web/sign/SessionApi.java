package io.gatehouse.fleet.web.sign;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatehouse.fleet.account.Account;
import io.gatehouse.fleet.account.Accounts;
import io.gatehouse.fleet.account.Session;
import io.gatehouse.fleet.account.Sessions;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Caller;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Signing in and out, and one's own password. Event loop; passwords are checked on few workers of their own. */
public final class SessionApi {

    private final Accounts accounts;
    private final Sessions sessions;
    private final SignInLimits limits;
    private final Audit audit;
    private final Work passwords;
    private final Work work;

    /** @param passwords few workers: each check takes memory and time on purpose */
    public SessionApi(
            Accounts accounts, Sessions sessions, SignInLimits limits, Audit audit, Work passwords, Work work) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.limits = limits;
        this.audit = audit;
        this.passwords = passwords;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations
                .open("signIn", this::signIn)
                .viewer("session", call -> Future.succeededFuture(Answer.ok(body(call.caller()))))
                .viewer("signOut", this::signOut)
                .viewer("changePassword", this::changePassword);
    }

    record SignIn(String username, String password) {}

    /** The field is named {@code new}, which Java keeps for itself. */
    record Change(String old, @JsonProperty("new") String fresh) {}

    private Future<Answer> signIn(Call call) {
        SignIn body = call.body(SignIn.class);
        String address = call.remoteAddress();
        OptionalLong wait = limits.take(body.username(), address);
        if (wait.isPresent()) {
            return Future.succeededFuture(tooMany(wait.getAsLong()));
        }
        return passwords
                .call(() -> accounts.check(body.username(), body.password()).map(this::open))
                .map(session -> {
                    session.ifPresent(opened -> limits.giveBack(body.username(), address));
                    return answer(call, session);
                });
    }

    private Session open(Account account) {
        return sessions.create(account);
    }

    private static Answer answer(Call call, Optional<Session> session) {
        Optional<Caller> caller = session.flatMap(SignedIn::caller);
        if (session.isEmpty() || caller.isEmpty()) {
            return Answer.refused(Problem.wrongCredentials(
                    "User name or password is not right.", "Ask an admin when you have forgotten it."));
        }
        Cookies.set(call.response(), session.get().secret(), call.isEncrypted());
        return Answer.ok(body(caller.get()));
    }

    private Future<Answer> signOut(Call call) {
        Caller caller = call.caller();
        Cookies.clear(call.response(), call.isEncrypted());
        if (caller.byToken()) {
            return Future.succeededFuture(Answer.done());
        }
        return work.call(() -> {
            sessions.end(caller.session());
            return Answer.done();
        });
    }

    private Future<Answer> changePassword(Call call) {
        Caller caller = call.caller();
        Change body = call.body(Change.class);
        String address = call.remoteAddress();
        OptionalLong wait = limits.take(caller.user(), address);
        if (wait.isPresent()) {
            return Future.succeededFuture(tooMany(wait.getAsLong()));
        }
        Audit.By by = call.by();
        return passwords.call(() -> {
            if (!accounts.changePassword(caller.user(), body.old(), body.fresh(), caller.session())) {
                return Answer.refused(Problem.wrongCredentials(
                        "The old password is not right.", "Type the one that you signed in with."));
            }
            limits.giveBack(caller.user(), address);
            audit.note(by, "changePassword", "account " + caller.user());
            return Answer.done();
        });
    }

    private static Answer tooMany(long seconds) {
        return new Answer.Refused(Problem.tooMany(seconds), Map.of("Retry-After", Long.toString(seconds)));
    }

    private static Map<String, Object> body(Caller caller) {
        return Map.of(
                "user", caller.user(),
                "role", caller.role().wireName(),
                "csrfToken", caller.csrfToken(),
                "mustChangePassword", caller.mustChangePassword());
    }
}
