package io.gatehouse.fleet.passkey;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.account.Account;
import io.gatehouse.fleet.account.Accounts;
import io.gatehouse.fleet.account.SignIns;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing in with a passkey. The authenticator has verified the person, so that it counts as both factors. What is wrong is
 * counted by the account's name, and locks it, as wrong passwords do.
 */
public final class PasskeySignIns {

    private static final Logger LOG = LoggerFactory.getLogger(PasskeySignIns.class);
    private static final String SIGN_IN = "sign in";

    private final PasskeyRows rows;
    private final Challenges challenges;
    private final Ceremonies ceremonies;
    private final Accounts accounts;
    private final SignIns signIns;
    private final Keys keys;

    /** What is known of people beside their passkeys. */
    record People(Accounts accounts, SignIns signIns, Keys keys) {}

    PasskeySignIns(PasskeyRows rows, Challenges challenges, Ceremonies ceremonies, People people) {
        this.rows = rows;
        this.challenges = challenges;
        this.ceremonies = ceremonies;
        this.accounts = people.accounts();
        this.signIns = people.signIns();
        this.keys = people.keys();
    }

    /**
     * What somebody showed.
     *
     * @param name as it was typed, or nothing when the authenticator knows
     * @param address from where
     */
    public record Attempt(@Nullable String name, Shown.Signed shown, String address) {}

    /** What came of it. */
    public sealed interface Result {

        record Welcome(Account account) implements Result {}

        /** @param name whose passkey it would be, or nothing; not told */
        record Wrong(@Nullable String name) implements Result {}

        /** The signature is right and was counted before: somebody may have a copy. @param name whose it is */
        record Copied(String name) implements Result {}

        /** @param seconds until the next try; @param justNow whether it was this try that locked */
        record Locked(String name, long seconds, boolean justNow) implements Result {}
    }

    /**
     * What a browser needs to ask for a signature. With a name, the account's passkeys; a name that has none is answered in
     * the same way, with one that does not exist (WebAuthn, 14.6.2).
     */
    public ObjectNode begin(@Nullable String typed, RelyingParty party) {
        ObjectNode wish = Json.object()
                .put("challenge", Passkeys.text(challenges.fresh(SIGN_IN)))
                .put("rpId", party.id())
                .put("timeoutMillis", Challenges.LIFE.toMillis());
        wish.set("allow", typed == null ? Json.array() : Passkeys.texts(known(Accounts.nameOf(typed))));
        return wish;
    }

    private List<byte[]> known(String name) {
        List<byte[]> known = rows.credentials(name);
        return known.isEmpty() ? List.of(HexFormat.of().parseHex(keys.digest("passkey-decoys", name))) : known;
    }

    public Result attempt(RelyingParty party, Attempt attempt) {
        Shown.Signed shown = attempt.shown();
        Optional<byte[]> challenge =
                ceremonies.challenge(shown).filter(answered -> challenges.spend(answered, SIGN_IN));
        Optional<PasskeyRows.Kept> kept = rows.of(shown.credential()).filter(one -> belongs(one, attempt));
        if (challenge.isEmpty() || kept.isEmpty()) {
            return new Result.Wrong(null);
        }
        String name = kept.get().account();
        Optional<SignIns.Result.Locked> locked = signIns.lockOf(name);
        if (locked.isPresent()) {
            return new Result.Locked(name, locked.get().seconds(), false);
        }
        return judged(
                ceremonies.signed(
                        party,
                        challenge.get(),
                        shown,
                        kept.get().attested(),
                        kept.get().marks()),
                kept.get(),
                attempt.address());
    }

    /** Whose the authenticator says that it is: it has to say so, unless a name was typed. */
    private static boolean belongs(PasskeyRows.Kept kept, Attempt attempt) {
        byte[] handle = attempt.shown().handle();
        String typed = attempt.name();
        return (handle == null ? typed != null : Arrays.equals(handle, kept.handle()))
                && (typed == null || Accounts.nameOf(typed).equals(kept.account()));
    }

    private Result judged(Ceremonies.Verdict verdict, PasskeyRows.Kept kept, String address) {
        String name = kept.account();
        if (verdict instanceof Ceremonies.Verdict.Wrong wrong) {
            LOG.info("a passkey of {} was not believed: {}", name, wrong.why());
            return signIns.wrong(name, address) instanceof SignIns.Result.Locked locked
                    ? new Result.Locked(name, locked.seconds(), locked.justNow())
                    : new Result.Wrong(name);
        }
        if (!(verdict instanceof Ceremonies.Verdict.Right right) || !rows.used(kept.id(), right.marks(), address)) {
            return new Result.Copied(name);
        }
        Optional<Account> account = accounts.withPassword(name);
        account.ifPresent(one -> signIns.welcome(name, address));
        return account.<Result>map(Result.Welcome::new).orElseGet(() -> new Result.Wrong(name));
    }
}
