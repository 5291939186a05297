package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.retention.Hold;
import io.gatehouse.fleet.retention.Holds;
import io.gatehouse.fleet.sitebook.PatrolQuery;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.patrol.CheckpointScan;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What the erasure of a person means for rounds (docs/decisions/0027). Records know an officer by their id only; name,
 * buttons and phones are the plan's, and go. While a hold is on rounds that the officer made nobody is erased: who it was
 * is what the hold is for. Blocks.
 */
public final class OfficerErasure {

    private final Jdbi jdbi;
    private final Keys keys;
    private final Surroundings surroundings;

    OfficerErasure(Jdbi jdbi, Keys keys, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.surroundings = surroundings;
    }

    /** The holds in force over rounds that this person made or was to make. */
    public List<String> heldBy(SiteId site, String person) {
        return jdbi.withHandle(handle -> {
            List<String> officers = officers(handle, site, person);
            if (officers.isEmpty()) {
                return List.of();
            }
            PatrolSite on = PatrolSite.of(handle, keys, site);
            return Holds.inForce(handle, site).stream()
                    .filter(hold -> isIn(handle, on, hold, officers))
                    .map(Hold::id)
                    .toList();
        });
    }

    private boolean isIn(Handle handle, PatrolSite on, Hold hold, List<String> officers) {
        Judging judging = Judging.of(
                handle, on, hold.from(), hold.to() + 1, surroundings.clock().millis());
        Stream<List<String>> planned =
                judging.rounds().stream().map(verdict -> verdict.round().officers());
        Stream<List<String>> seen = judging.scans().values().stream()
                .filter(scan -> scan.at() >= hold.from() && scan.at() <= hold.to())
                .map(CheckpointScan::officers);
        return Stream.concat(planned, seen).flatMap(List::stream).anyMatch(officers::contains);
    }

    private List<String> officers(Handle handle, SiteId site, String person) {
        return new PatrolQuery(handle, keys)
                .parts(site).stream()
                        .filter(part -> part.kind().equals(PlanKind.OFFICERS.wireName())
                                && part.content().path("person").asText().equals(person))
                        .map(PatrolQuery.Part::id)
                        .toList();
    }

    /** A pseudonym takes the name's place, buttons and phones are nobody's any more. Again is no harm. */
    public void forget(SiteId site, String person, String pseudonym) {
        OffsetDateTime now = OffsetDateTime.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC);
        boolean any = jdbi.inTransaction(handle -> {
            List<String> officers = officers(handle, site, person);
            for (String officer : officers) {
                ObjectNode left = Json.object().put("id", officer).put("name", pseudonym);
                left.putArray("tags");
                handle.execute(
                        "update patrol_part set sealed = ?, changed_at = ? where site = ? and kind = ? and id = ?",
                        keys.seal(Json.write(left)),
                        now,
                        site.value(),
                        PlanKind.OFFICERS.wireName(),
                        officer);
                handle.execute(
                        "update patrol_phone set revoked_at = ? where site = ? and officer = ? and revoked_at is null",
                        now,
                        site.value(),
                        officer);
                handle.execute(
                        "update audit set was_is = null, salt = null where site = ? and target = ? and was_is is not null",
                        site.value(),
                        "officers " + officer + " at site " + site.value());
            }
            if (!officers.isEmpty()) {
                // they have names in them; one that still has to leave is made anew
                handle.execute("update report_run set file = null, file_name = null where site = ?", site.value());
            }
            return !officers.isEmpty();
        });
        if (any) {
            jdbi.useHandle(handle -> handle.execute("vacuum patrol_part, audit, report_run"));
        }
    }
}
