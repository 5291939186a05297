package io.gatehouse.fleet.passkey;

import io.gatehouse.fleet.account.Accounts;
import io.gatehouse.fleet.account.SignIns;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.launch.Surroundings;
import org.jdbi.v3.core.Jdbi;

/** Passkeys, wired. Safe from any thread; each call may block. */
public final class PasskeyRooms {

    private final Passkeys passkeys;
    private final PasskeySignIns signIns;

    public PasskeyRooms(Jdbi jdbi, Keys keys, Accounts accounts, SignIns signIns, Surroundings surroundings) {
        PasskeyRows rows = new PasskeyRows(jdbi, surroundings);
        Challenges challenges = new Challenges(jdbi, keys, surroundings);
        Ceremonies ceremonies = new Ceremonies();
        this.passkeys = new Passkeys(rows, challenges, ceremonies, accounts);
        this.signIns =
                new PasskeySignIns(rows, challenges, ceremonies, new PasskeySignIns.People(accounts, signIns, keys));
    }

    public Passkeys passkeys() {
        return passkeys;
    }

    public PasskeySignIns signIns() {
        return signIns;
    }
}
