package io.gatehouse.fleet.web.sign;

import io.gatehouse.fleet.account.Accounts;
import io.gatehouse.fleet.account.SecondFactors;
import io.gatehouse.fleet.pdf.QrCode;
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
import java.util.concurrent.Callable;

/** One's own second factor: an authenticator app. A token may not touch it. */
public final class SecondFactorApi {

    private final SecondFactors factors;
    private final Accounts accounts;
    private final SignInLimits limits;
    private final Audit audit;
    private final Work passwords;

    /** @param passwords few workers: checking a password takes memory and time on purpose */
    public SecondFactorApi(SecondFactors factors, Accounts accounts, SignInLimits limits, Audit audit, Work passwords) {
        this.factors = factors;
        this.accounts = accounts;
        this.limits = limits;
        this.audit = audit;
        this.passwords = passwords;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("secondFactor", this::state)
                .viewer("beginSecondFactor", this::begin)
                .viewer("confirmSecondFactor", this::confirm)
                .viewer("removeSecondFactor", this::remove);
    }

    record Code(String code) {}

    record Password(String password) {}

    private Future<Answer> state(Call call) {
        Caller caller = call.caller();
        return passwords.call(() -> Answer.ok(
                Map.of("active", factors.isOn(caller.user()), "codesLeft", factors.codesLeft(caller.user()))));
    }

    private Future<Answer> begin(Call call) {
        Caller caller = call.caller();
        if (caller.byToken()) {
            return Future.succeededFuture(Answer.refused(Problem.notByToken()));
        }
        Audit.By by = call.by();
        return passwords.call(() -> factors.begin(caller.user())
                .map(begun -> {
                    audit.note(by, "beginSecondFactor", "account " + caller.user());
                    return Answer.created(Map.of(
                            "secret",
                            begun.secret(),
                            "link",
                            begun.link(),
                            "qr",
                            QrCode.of(begun.link()).rows()));
                })
                .orElseGet(() -> Answer.refused(Problem.conflict(
                        "There is a second factor already.", "Remove it first; that takes the password."))));
    }

    private Future<Answer> confirm(Call call) {
        Caller caller = call.caller();
        String code = call.body(Code.class).code();
        Audit.By by = call.by();
        return guarded(
                call,
                () -> factors.confirm(caller.user(), code)
                        .map(codes -> {
                            audit.note(by, "confirmSecondFactor", "account " + caller.user());
                            return Answer.ok(Map.of("recoveryCodes", codes));
                        })
                        .orElseGet(() -> Answer.refused(Problem.wrongCredentials(
                                "The code is not right.",
                                "Take the one that the app shows now; is the phone's clock right?"))));
    }

    private Future<Answer> remove(Call call) {
        Caller caller = call.caller();
        String password = call.body(Password.class).password();
        Audit.By by = call.by();
        return guarded(call, () -> {
            if (accounts.check(caller.user(), password).isEmpty()) {
                return Answer.refused(Problem.wrongCredentials(
                        "The password is not right.", "Type the one that you signed in with."));
            }
            if (!factors.remove(caller.user())) {
                return Answer.refused(Problem.notFound("There is no second factor.", "Nothing was changed."));
            }
            audit.note(by, "removeSecondFactor", "account " + caller.user());
            return Answer.done();
        });
    }

    /** Not by token, and no more often than somebody may try a password. */
    private Future<Answer> guarded(Call call, Callable<Answer> act) {
        Caller caller = call.caller();
        if (caller.byToken()) {
            return Future.succeededFuture(Answer.refused(Problem.notByToken()));
        }
        String address = call.remoteAddress();
        OptionalLong wait = limits.take(caller.user(), address);
        if (wait.isPresent()) {
            return Future.succeededFuture(new Answer.Refused(
                    Problem.tooMany(wait.getAsLong()), Map.of("Retry-After", Long.toString(wait.getAsLong()))));
        }
        return passwords.call(act).onSuccess(answer -> {
            if (!(answer instanceof Answer.Refused)) {
                limits.giveBack(caller.user(), address);
            }
        });
    }
}
