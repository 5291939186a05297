package io.gatehouse.fleet.access;

import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.access.CredentialRef;
import io.gatehouse.protocol.sitebook.CredentialRules;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes credentials, many at once; their numbers go in and are gone. */
public final class CardTable {

    private final Handle handle;
    private final String site;
    private final byte[] siteKey;
    private final Clock clock;

    public CardTable(Handle handle, String site, byte[] siteKey, Clock clock) {
        this.handle = handle;
        this.site = site;
        this.siteKey = siteKey;
        this.clock = clock;
    }

    public void write(List<CardEntry> cards) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into credential (site, ref, mask, type, person, state, valid_from, valid_to, profiles, rules, added)
                values (?, ?, ?, ?, ?, ?, ?, ?, string_to_array(?, ','), ?::jsonb, ?)
                on conflict (site, ref) do update set mask = excluded.mask, type = excluded.type,
                    person = excluded.person, state = excluded.state, valid_from = excluded.valid_from,
                    valid_to = excluded.valid_to, profiles = excluded.profiles,
                    rules = coalesce(excluded.rules, credential.rules)
                """);
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        for (CardEntry one : cards) {
            CredentialRules rules =
                    one.state().reason() == null ? one.rules() : one.state().in(one.rules());
            batch.add(
                    site,
                    refOf(one),
                    CredentialRef.mask(one.shown().number()),
                    one.shown().type().toUpperCase(Locale.ROOT),
                    one.person(),
                    one.state().wire().name(),
                    one.validFrom(),
                    one.validTo(),
                    String.join(",", one.profiles()),
                    rules == null ? null : Json.write(rules),
                    now);
        }
        batch.execute();
    }

    String refOf(CardEntry card) {
        return CredentialRef.of(siteKey, card.shown());
    }
}
