package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.store.Json;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Phones that were paired at a gateway, by a code of the fleet's or by one that was given out there: from the gateways'
 * events, so that those phones are known here too, and can be taken back. Several nodes may run it. Blocks.
 */
public record PhonePairings(Jdbi jdbi, Clock clock) {

    /** What comes later than this after it was written is found by the look of the first start. */
    private static final int USUAL_HOURS = 48;

    /** Of the last days; whoever has been at it before changes nothing. */
    public void look() {
        OffsetDateTime from =
                OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).minusHours(USUAL_HOURS);
        jdbi.useTransaction(handle -> handle.createQuery("""
                        select site, gateway, gateway_time, body from event
                        where type = 'GuardPhonePaired' and fleet_time >= ?
                        """)
                .bind(0, from)
                .map((row, context) -> new Paired(
                        row.getString("site"),
                        row.getString("gateway"),
                        row.getLong("gateway_time"),
                        Json.read(row.getString("body"))))
                .list()
                .forEach(paired -> keep(handle, paired)));
    }

    private record Paired(String site, String gateway, long at, JsonNode body) {}

    /** One that was taken back stays so; one whose code was used here before has another key here, which counts. */
    private void keep(Handle handle, Paired paired) {
        handle.createUpdate("""
                        insert into patrol_phone (id, site, officer, key_hash, made_by, made_at, paired_at)
                        select :id, :site, :officer, :key, :by, :at, :at
                        where exists (select 1 from site where id = :site)
                            and not exists (select 1 from patrol_phone where key_hash = :key)
                        on conflict (id) do update
                            set key_hash = excluded.key_hash, code_hash = null, paired_at = excluded.paired_at
                            where patrol_phone.key_hash is null and patrol_phone.revoked_at is null
                                and patrol_phone.site = excluded.site
                        """)
                .bind("id", paired.body.path("phone").asText())
                .bind("site", paired.site)
                .bind("officer", paired.body.path("officer").asText())
                .bind("key", paired.body.path("keyHash").asText())
                .bind("by", paired.gateway)
                .bind("at", clock.instant().atOffset(ZoneOffset.UTC))
                .execute();
    }
}
