package io.gatehouse.fleet.access;

import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.access.CredentialRef;
import io.gatehouse.protocol.device.PresentedCredential;
import io.gatehouse.protocol.sitebook.CredentialRules;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Writes credentials, many at once; their numbers go in and are gone. */
public final class CardTable {

    private static final int TOGETHER = 2_000;

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

    /** Of a credential that is given twice, the last one counts. */
    public void write(List<CardEntry> cards) {
        Map<String, CardEntry> byRef = new LinkedHashMap<>();
        cards.forEach(one -> byRef.put(refOf(one.shown()), one));
        List<Map.Entry<String, CardEntry>> all = List.copyOf(byRef.entrySet());
        for (int from = 0; from < all.size(); from += TOGETHER) {
            writeSome(all.subList(from, Math.min(all.size(), from + TOGETHER)));
        }
    }

    /** In one statement: triggers cost as much for thousands of rows as for one. */
    private void writeSome(List<Map.Entry<String, CardEntry>> cards) {
        RowColumns rows = new RowColumns(
                cards.size(), "refs", "masks", "types", "people", "states", "froms", "tos", "profiles", "rules");
        for (Map.Entry<String, CardEntry> each : cards) {
            CardEntry one = each.getValue();
            CredentialRules rules =
                    one.state().reason() == null ? one.rules() : one.state().in(one.rules());
            rows.add(
                    each.getKey(),
                    CredentialRef.mask(one.shown().number()),
                    one.shown().type().toUpperCase(Locale.ROOT),
                    one.person(),
                    one.state().wire().name(),
                    one.validFrom() == null ? null : one.validFrom().toString(),
                    one.validTo() == null ? null : one.validTo().toString(),
                    String.join(",", one.profiles()),
                    rules == null ? null : Json.write(rules));
        }
        rows.bindTo(handle.createUpdate("""
                        insert into credential (site, ref, mask, type, person, state, valid_from, valid_to, profiles, rules,
                            added)
                        select :site, t.ref, t.mask, t.type, t.person, t.state, t.valid_from::bigint, t.valid_to::bigint,
                            string_to_array(t.profiles, ','), t.rules::jsonb, :added
                        from unnest(:refs::text[], :masks::text[], :types::text[], :people::text[], :states::text[],
                            :froms::text[], :tos::text[], :profiles::text[], :rules::text[])
                            as t (ref, mask, type, person, state, valid_from, valid_to, profiles, rules)
                        on conflict (site, ref) do update set mask = excluded.mask, type = excluded.type,
                            person = excluded.person, state = excluded.state, valid_from = excluded.valid_from,
                            valid_to = excluded.valid_to, profiles = excluded.profiles,
                            rules = coalesce(excluded.rules, credential.rules)
                        """)
                        .bind("site", site)
                        .bind("added", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)))
                .execute();
    }

    String refOf(PresentedCredential shown) {
        return CredentialRef.of(siteKey, shown);
    }
}
