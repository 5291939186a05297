package io.gatehouse.fleet.core;

import io.gatehouse.fleet.account.AccountBook;
import io.gatehouse.fleet.account.Accounts;
import io.gatehouse.fleet.account.AuditLog;
import io.gatehouse.fleet.account.AuditSeal;
import io.gatehouse.fleet.account.Changes;
import io.gatehouse.fleet.account.Federated;
import io.gatehouse.fleet.account.Intents;
import io.gatehouse.fleet.account.SecondFactors;
import io.gatehouse.fleet.account.Sessions;
import io.gatehouse.fleet.account.SignIns;
import io.gatehouse.fleet.account.Tokens;
import io.gatehouse.fleet.authority.Authorities;
import io.gatehouse.fleet.authority.AuthorityChange;
import io.gatehouse.fleet.authority.AuthorityReport;
import io.gatehouse.fleet.passkey.PasskeyRooms;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.launch.Surroundings;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** How people come in, wired, and the record of what they did. Safe from any thread; each may block. */
public record AccountRooms(Jdbi jdbi, Keys keys, Accounts accounts, Surroundings surroundings) {

    public Sessions sessions() {
        return new Sessions(jdbi, surroundings);
    }

    /** What administrators do about accounts. */
    public AccountBook accountBook() {
        return new AccountBook(jdbi, surroundings, accounts);
    }

    public Federated federated() {
        return new Federated(jdbi, surroundings);
    }

    public SecondFactors secondFactors() {
        return new SecondFactors(jdbi, keys, surroundings);
    }

    public SignIns signIns() {
        return new SignIns(jdbi, surroundings.clock(), accounts, secondFactors());
    }

    public PasskeyRooms passkeys() {
        return new PasskeyRooms(jdbi, keys, accounts, signIns(), surroundings);
    }

    public Tokens tokens() {
        return new Tokens(jdbi, surroundings);
    }

    /** Chains what was noted; people's changes before they are answered, the rest by the chores. */
    public AuditSeal auditSeal() {
        return new AuditSeal(jdbi, keys, surroundings);
    }

    public Changes changes() {
        return new Changes(jdbi, keys, surroundings.clock());
    }

    public AuditLog audit() {
        return new AuditLog(jdbi, surroundings.clock());
    }

    /** What people are about to change. */
    public Intents intents() {
        return new Intents(jdbi, audit(), surroundings.clock());
    }

    /** One authority in place of another; what its date does is recorded as what people do. */
    public AuthorityChange authorityChange(Authorities authorities) {
        AuditLog.Deed deed = new AuditLog.Deed("retireAuthority", "authority", null, null, Map.of("by", "date"), null);
        return new AuthorityChange(
                jdbi,
                authorities,
                surroundings,
                handle -> audit().note(handle, new AuditLog.Who("fleet", null, null), deed));
    }

    /** How far that has come. */
    public AuthorityReport authorityReport(Authorities authorities) {
        return new AuthorityReport(jdbi, authorities, surroundings.clock());
    }
}
