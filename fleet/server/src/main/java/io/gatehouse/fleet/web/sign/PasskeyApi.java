package io.gatehouse.fleet.web.sign;

import io.gatehouse.fleet.account.Accounts;
import io.gatehouse.fleet.account.Sessions;
import io.gatehouse.fleet.passkey.Passkeys;
import io.gatehouse.fleet.passkey.RelyingParty;
import io.gatehouse.fleet.passkey.Shown;
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

/** One's own passkeys, and an admin's taking them away. Adding one takes the password; a token may change none. Event loop. */
public final class PasskeyApi {

    private final Ground ground;
    private final PasskeyAddress address;
    private final SignInLimits limits;
    private final Audit audit;
    private final SessionApi.Pools pools;

    /** What is known of accounts and their passkeys. */
    public record Ground(Passkeys passkeys, Accounts accounts, Sessions sessions) {}

    public PasskeyApi(Ground ground, PasskeyAddress address, SignInLimits limits, Audit audit, SessionApi.Pools pools) {
        this.ground = ground;
        this.address = address;
        this.limits = limits;
        this.audit = audit;
        this.pools = pools;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("listPasskeys", this::list)
                .viewer("beginPasskey", this::begin)
                .viewer("addPasskey", this::add)
                .viewer("renamePasskey", this::rename)
                .viewer("removePasskey", this::remove)
                .admin("takePasskeys", this::takeAll);
    }

    record Password(String password) {}

    record New(String name, String clientDataJSON, String attestationObject) {}

    record Name(String name) {}

    private Future<Answer> list(Call call) {
        String user = call.caller().user();
        return pools.work().call(() -> Answer.items(ground.passkeys().list(user)));
    }

    private Future<Answer> begin(Call call) {
        Caller caller = call.caller();
        String password = call.body(Password.class).password();
        RelyingParty party = address.of(call);
        Audit.By by = call.by();
        return guarded(call, pools.passwords(), () -> {
            if (ground.accounts().check(caller.user(), password).isEmpty()) {
                return Answer.refused(Problem.wrongCredentials(
                        "The password is not right.", "Type the one that you sign in with when you have no passkey."));
            }
            return ground.passkeys()
                    .begin(caller.user(), party)
                    .map(wish -> {
                        audit.note(by, "beginPasskey", "account " + caller.user());
                        return Answer.ok(wish);
                    })
                    .orElseGet(() -> Answer.refused(elsewhere()));
        });
    }

    private Future<Answer> add(Call call) {
        Caller caller = call.caller();
        New body = call.body(New.class);
        Shown.New shown = new Shown.New(Encoded.bytes(body.clientDataJSON()), Encoded.bytes(body.attestationObject()));
        RelyingParty party = address.of(call);
        Audit.By by = call.by();
        return guarded(call, pools.work(), () -> {
            Passkeys.Added added =
                    ground.passkeys().add(caller.user(), party, body.name().strip(), shown);
            if (added instanceof Passkeys.Added.Kept kept) {
                ground.sessions().passkeyShown(caller.session());
                audit.note(by, "addPasskey", "account " + caller.user(), Map.of("passkey", body.name()));
                return Answer.created(kept.passkey());
            }
            return Answer.refused(
                    added instanceof Passkeys.Added.NoRoom
                            ? Problem.conflict(
                                    "This passkey is known already, or the account has as many as it may.",
                                    "Sign in with it, or remove one that is not needed any more.")
                            : Problem.wrongCredentials(
                                    "The passkey was not taken: it is for another address, the time ran out, or the"
                                            + " device did not check who you are.",
                                    "Begin again at " + party.origin()
                                            + ", with a device that asks for a fingerprint, a" + " face or a PIN."));
        });
    }

    private Future<Answer> rename(Call call) {
        Caller caller = call.caller();
        String id = call.path("passkey");
        String name = call.body(Name.class).name().strip();
        Audit.By by = call.by();
        return own(
                call,
                () -> ground.passkeys()
                        .rename(caller.user(), id, name)
                        .map(renamed -> {
                            audit.note(by, "renamePasskey", "account " + caller.user(), Map.of("passkey", name));
                            return Answer.ok(renamed);
                        })
                        .orElseGet(() -> Answer.refused(none())));
    }

    private Future<Answer> remove(Call call) {
        Caller caller = call.caller();
        String id = call.path("passkey");
        Audit.By by = call.by();
        return own(call, () -> {
            if (!ground.passkeys().remove(caller.user(), id)) {
                return Answer.refused(none());
            }
            audit.note(by, "removePasskey", "account " + caller.user(), Map.of("passkey", id));
            return Answer.done();
        });
    }

    private Future<Answer> takeAll(Call call) {
        String name = call.path("account");
        Audit.By by = call.by();
        return pools.work().call(() -> {
            int taken = ground.passkeys().removeAll(name);
            audit.note(by, "takePasskeys", "account " + name, Map.of("passkeys", Integer.toString(taken)));
            return Answer.done();
        });
    }

    private Future<Answer> own(Call call, Callable<Answer> act) {
        return call.caller().byToken()
                ? Future.succeededFuture(Answer.refused(Problem.notByToken()))
                : pools.work().call(act);
    }

    /** Not by token, and no more often than somebody may try a password. */
    private Future<Answer> guarded(Call call, Work work, Callable<Answer> act) {
        String user = call.caller().user();
        String from = call.remoteAddress();
        if (call.caller().byToken()) {
            return Future.succeededFuture(Answer.refused(Problem.notByToken()));
        }
        OptionalLong wait = limits.take(user, from);
        if (wait.isPresent()) {
            return Future.succeededFuture(SessionApi.tooMany(wait.getAsLong()));
        }
        return work.call(act).onSuccess(answer -> {
            if (!(answer instanceof Answer.Refused)) {
                limits.giveBack(user, from);
            }
        });
    }

    private static Problem elsewhere() {
        return Problem.conflict(
                "This account signs in at the identity provider.", "Add a passkey there; it cannot have one here.");
    }

    private static Problem none() {
        return Problem.notFound("There is no such passkey.", "GET /api/v1/session/passkeys lists yours.");
    }
}
