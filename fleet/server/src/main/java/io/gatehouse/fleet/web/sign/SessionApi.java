package io.gatehouse.fleet.web.sign;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatehouse.fleet.account.AccountBook;
import io.gatehouse.fleet.account.Accounts;
import io.gatehouse.fleet.account.Session;
import io.gatehouse.fleet.account.Sessions;
import io.gatehouse.fleet.account.SignIns;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Caller;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Signing in and out, and one's own password. Event loop; passwords are checked on few workers of their own. */
public final class SessionApi {

    private final Ground ground;
    private final SignInLimits limits;
    private final SignInCounts counts;
    private final Audit audit;
    private final Pools pools;

    /** What is known of accounts and of who is signed in. */
    public record Ground(Accounts accounts, AccountBook book, SignIns signIns, Sessions sessions) {}

    /** @param passwords few workers: each check takes memory and time on purpose */
    public record Pools(Work passwords, Work work) {}

    public SessionApi(Ground ground, SignInLimits limits, SignInCounts counts, Audit audit, Pools pools) {
        this.ground = ground;
        this.limits = limits;
        this.counts = counts;
        this.audit = audit;
        this.pools = pools;
    }

    public void addTo(Operations operations) {
        operations
                .open("signIn", this::signIn)
                .viewer("session", call -> Future.succeededFuture(Answer.ok(SessionBody.of(call.caller()))))
                .viewer("signOut", this::signOut)
                .viewer("signOutEverywhere", this::signOutEverywhere)
                .viewer("changePassword", this::changePassword);
    }

    record SignIn(
            String username, String password, @Nullable String code) {}

    /** The field is named {@code new}, which Java keeps for itself. */
    record Change(String old, @JsonProperty("new") String fresh) {}

    private Future<Answer> signIn(Call call) {
        SignIn body = call.body(SignIn.class);
        String address = call.remoteAddress();
        OptionalLong wait = limits.take(body.username(), address);
        if (wait.isPresent()) {
            counts.held();
            return Future.succeededFuture(tooMany(wait.getAsLong()));
        }
        SignIns.Attempt attempt = new SignIns.Attempt(body.username(), body.password(), body.code(), address);
        return pools.passwords()
                .call(() -> {
                    SignIns.Result result = ground.signIns().attempt(attempt);
                    return new Came(result, open(result, address));
                })
                .map(came -> answer(call, attempt, came));
    }

    /** What an attempt came to, with the session when it was let in. */
    private record Came(SignIns.Result result, @Nullable Session session) {}

    private @Nullable Session open(SignIns.Result result, String address) {
        return result instanceof SignIns.Result.Welcome welcome
                ? ground.sessions().create(welcome.account(), address, welcome.how())
                : null;
    }

    private Answer answer(Call call, SignIns.Attempt attempt, Came came) {
        Session session = came.session();
        if (session != null && came.result() instanceof SignIns.Result.Welcome welcome) {
            limits.giveBack(attempt.name(), attempt.address());
            return welcome(call, session, welcome.how());
        }
        if (came.result() instanceof SignIns.Result.CodeNeeded) {
            limits.giveBack(attempt.name(), attempt.address());
            return Answer.refused(Problem.secondFactor());
        }
        counts.failed();
        if (came.result() instanceof SignIns.Result.Locked locked) {
            if (locked.justNow()) {
                counts.locked();
                String name = Accounts.nameOf(attempt.name());
                audit.note(call.by(name, "password"), "signInLocked", "account " + name);
            }
            return tooMany(locked.seconds());
        }
        return Answer.refused(Problem.wrongCredentials(
                "User name, password or code is not right.", "Ask an admin when you have forgotten it."));
    }

    /** Sets the cookie, and notes that somebody came in. */
    public Answer welcome(Call call, Session session, String how) {
        Caller caller = SignedIn.caller(session);
        audit.note(call.by(caller.user(), caller.via()), "signIn", "account " + caller.user(), Map.of("how", how));
        Cookies.set(call.response(), session.secret(), call.isEncrypted());
        return Answer.ok(SessionBody.of(caller));
    }

    private Future<Answer> signOut(Call call) {
        Caller caller = call.caller();
        Cookies.clear(call.response(), call.isEncrypted());
        if (caller.byToken()) {
            return Future.succeededFuture(Answer.done());
        }
        Audit.By by = call.by();
        return pools.work().call(() -> {
            ground.sessions().end(caller.session());
            audit.note(by, "signOut", "account " + caller.user());
            return Answer.done();
        });
    }

    private Future<Answer> signOutEverywhere(Call call) {
        String user = call.caller().user();
        Audit.By by = call.by();
        Cookies.clear(call.response(), call.isEncrypted());
        return pools.work().call(() -> {
            int ended = ground.book().signOutEverywhere(user);
            audit.note(by, "signOutEverywhere", "account " + user, Map.of("sessions", Integer.toString(ended)));
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
        return pools.passwords().call(() -> {
            if (!ground.accounts().changePassword(caller.user(), body.old(), body.fresh(), caller.session())) {
                return Answer.refused(Problem.wrongCredentials(
                        "The old password is not right.", "Type the one that you signed in with."));
            }
            limits.giveBack(caller.user(), address);
            audit.note(by, "changePassword", "account " + caller.user());
            return Answer.done();
        });
    }

    static Answer tooMany(long seconds) {
        return new Answer.Refused(Problem.tooMany(seconds), Map.of("Retry-After", Long.toString(seconds)));
    }
}
