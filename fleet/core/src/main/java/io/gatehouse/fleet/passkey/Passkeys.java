package io.gatehouse.fleet.passkey;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.account.Accounts;
import io.gatehouse.fleet.store.Json;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * One's own passkeys. Only whoever has a password here may have one: an account that signs in elsewhere ends where the
 * identity provider says, and a passkey would go on.
 */
public final class Passkeys {

    static final int MOST = 20;
    private static final String ADD = "add ";

    private final PasskeyRows rows;
    private final Challenges challenges;
    private final Ceremonies ceremonies;
    private final Accounts accounts;

    Passkeys(PasskeyRows rows, Challenges challenges, Ceremonies ceremonies, Accounts accounts) {
        this.rows = rows;
        this.challenges = challenges;
        this.ceremonies = ceremonies;
        this.accounts = accounts;
    }

    /** What came of a wish to add one. */
    public sealed interface Added {

        /** @param passkey as REST shows it */
        record Kept(ObjectNode passkey) implements Added {}

        /** What was shown does not belong to this account, this address or this moment, or nobody was verified. */
        record NotRight() implements Added {}

        /** The authenticator has one for this fleet already, or the account has as many as it may. */
        record NoRoom() implements Added {}
    }

    /** As REST shows them, oldest first. */
    public List<ObjectNode> list(String account) {
        return rows.list(account);
    }

    /** What a browser needs to ask an authenticator for a new one; nothing when the account has no password here. */
    public Optional<ObjectNode> begin(String account, RelyingParty party) {
        return accounts.withPassword(account).map(known -> {
            ObjectNode wish = Json.object()
                    .put("challenge", text(challenges.fresh(ADD + account)))
                    .put("timeoutMillis", Challenges.LIFE.toMillis());
            wish.putObject("rp").put("id", party.id()).put("name", RelyingParty.NAME);
            wish.putObject("user")
                    .put("id", text(rows.handle(account)))
                    .put("name", account)
                    .put("displayName", account);
            ArrayNode algorithms = wish.putArray("algorithms");
            Ceremonies.ALGORITHMS.forEach(algorithms::add);
            wish.set("exclude", texts(rows.credentials(account)));
            return wish;
        });
    }

    public Added add(String account, RelyingParty party, String name, Shown.New shown) {
        Optional<Ceremonies.Attested> made = ceremonies
                .challenge(shown)
                .filter(challenge -> challenges.spend(challenge, ADD + account))
                .flatMap(challenge -> ceremonies.made(party, challenge, shown));
        if (made.isEmpty() || accounts.withPassword(account).isEmpty()) {
            return new Added.NotRight();
        }
        return rows.add(account, name, made.get(), MOST)
                .flatMap(id -> rows.find(account, id))
                .<Added>map(Added.Kept::new)
                .orElseGet(Added.NoRoom::new);
    }

    /** As it is now; nothing when the account has no such passkey. */
    public Optional<ObjectNode> rename(String account, String id, String name) {
        return rows.rename(account, id, name) ? rows.find(account, id) : Optional.empty();
    }

    public boolean remove(String account, String id) {
        return rows.remove(account, id);
    }

    /** Takes all of them away; says how many there were. */
    public int removeAll(String account) {
        return rows.removeAll(account);
    }

    static ArrayNode texts(List<byte[]> credentials) {
        ArrayNode all = Json.array();
        credentials.forEach(one -> all.add(text(one)));
        return all;
    }

    static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
