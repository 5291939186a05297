package io.gatehouse.fleet.web.sign;

import io.gatehouse.fleet.account.Session;
import io.gatehouse.fleet.account.Sessions;
import io.gatehouse.fleet.passkey.PasskeySignIns;
import io.gatehouse.fleet.passkey.PasskeySignIns.Result;
import io.gatehouse.fleet.passkey.RelyingParty;
import io.gatehouse.fleet.passkey.Shown;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Signing in with a passkey. Open to everybody, and limited as passwords are. Event loop. */
public final class PasskeySignInApi {

    /** Who has not said a name yet, for the limits; no account can have it. */
    private static final String SOMEBODY = "*";

    private final PasskeySignIns signIns;
    private final PasskeyAddress address;
    private final SignInLimits limits;
    private final Door door;
    private final Work work;

    /** What somebody comes in by, and what is counted and noted of it. */
    public record Door(Sessions sessions, SessionApi welcome, SignInCounts counts, Audit audit) {}

    public PasskeySignInApi(PasskeySignIns signIns, PasskeyAddress address, SignInLimits limits, Door door, Work work) {
        this.signIns = signIns;
        this.address = address;
        this.limits = limits;
        this.door = door;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations.open("passkeyChallenge", this::challenge).open("signInWithPasskey", this::signIn);
    }

    record Name(@Nullable String username) {}

    record Signed(
            @Nullable String username,
            String id,
            String clientDataJSON,
            String authenticatorData,
            String signature,
            @Nullable String userHandle) {

        Shown.Signed shown() {
            return new Shown.Signed(
                    Encoded.bytes(clientDataJSON),
                    Encoded.bytes(id),
                    Encoded.bytes(authenticatorData),
                    Encoded.bytes(signature),
                    Encoded.bytesIfAny(userHandle));
        }
    }

    private Future<Answer> challenge(Call call) {
        String name = call.body(Name.class).username();
        RelyingParty party = address.of(call);
        return work.call(() -> Answer.ok(signIns.begin(name, party)));
    }

    private Future<Answer> signIn(Call call) {
        Signed body = call.body(Signed.class);
        String from = call.remoteAddress();
        String typed = body.username() == null ? SOMEBODY : body.username();
        OptionalLong wait = limits.take(typed, from);
        if (wait.isPresent()) {
            door.counts().held();
            return Future.succeededFuture(SessionApi.tooMany(wait.getAsLong()));
        }
        RelyingParty party = address.of(call);
        PasskeySignIns.Attempt attempt = new PasskeySignIns.Attempt(body.username(), body.shown(), from);
        return work.call(() -> {
                    Result result = signIns.attempt(party, attempt);
                    return new Came(result, open(result, from));
                })
                .map(came -> {
                    if (came.session() != null) {
                        limits.giveBack(typed, from);
                    }
                    return answer(call, came, party);
                });
    }

    /** What an attempt came to, with the session when it was let in. */
    private record Came(Result result, @Nullable Session session) {}

    private @Nullable Session open(Result result, String from) {
        return result instanceof Result.Welcome welcome
                ? door.sessions().create(welcome.account(), from, Session.PASSKEY)
                : null;
    }

    private Answer answer(Call call, Came came, RelyingParty party) {
        Session session = came.session();
        if (session != null) {
            return door.welcome().welcome(call, session, Session.PASSKEY);
        }
        door.counts().failed();
        if (came.result() instanceof Result.Locked locked) {
            if (locked.justNow()) {
                door.counts().locked();
                note(call, locked.name(), "signInLocked");
            }
            return SessionApi.tooMany(locked.seconds());
        }
        if (came.result() instanceof Result.Copied copied) {
            note(call, copied.name(), "passkeyCopied");
        }
        return Answer.refused(Problem.wrongCredentials(
                "The passkey was not accepted.", "Try again at " + party.origin() + ", or sign in with the password."));
    }

    private void note(Call call, String name, String action) {
        door.audit().note(call.by(name, Session.PASSKEY), action, "account " + name);
    }
}
