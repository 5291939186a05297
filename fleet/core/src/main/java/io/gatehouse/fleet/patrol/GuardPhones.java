package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Hashes;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.patrol.phone.PhoneItem;
import io.gatehouse.patrol.phone.PhoneOutbox;
import io.gatehouse.patrol.phone.PhoneReport;
import io.gatehouse.patrol.phone.ShiftSheet;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.patrol.CheckpointScan;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Guards' own phones: paired once with a code, then known by a key that only the phone has. Blocks. */
public final class GuardPhones {

    /** The code is read off a screen beside the guard. */
    private static final Duration CODE_LASTS = Duration.ofMinutes(15);

    private static final long TOLD_ON_EVERY_MILLIS = 5 * 60_000L;
    private static final long HALF_DAY = 12 * 3_600_000L;

    private final Jdbi jdbi;
    private final Keys keys;
    private final Surroundings surroundings;

    GuardPhones(Jdbi jdbi, Keys keys, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.surroundings = surroundings;
    }

    /** A phone that was paired, and whose it is. */
    public record Phone(String id, SiteId site, String officer) {}

    /** What a phone is paired with; it is told once. */
    public record Offer(String phone, String code, Instant endsAt) {}

    /** What a phone was given; it is told once. */
    public record Paired(Phone phone, String key) {}

    /** Nothing when the plan has no such officer. */
    public Optional<Offer> offer(SiteId site, String officer, String by) {
        Instant now = surroundings.clock().instant();
        Offer offer =
                new Offer(surroundings.ids().next(), Surroundings.hex(surroundings.random(), 16), now.plus(CODE_LASTS));
        return jdbi.inTransaction(handle -> {
            boolean known = PatrolSite.of(handle, keys, site).plan().officers().stream()
                    .anyMatch(one -> one.id().equals(officer));
            if (!known) {
                return Optional.empty();
            }
            handle.execute(
                    "insert into patrol_phone (id, site, officer, code_hash, code_ends, made_by, made_at)"
                            + " values (?, ?, ?, ?, ?, ?, ?)",
                    offer.phone,
                    site.value(),
                    officer,
                    Hashes.sha256(offer.code),
                    at(offer.endsAt),
                    by,
                    at(now));
            return Optional.of(offer);
        });
    }

    /** Pairs with a code that was not used yet and is not over. */
    public Optional<Paired> pair(String code) {
        String key = Surroundings.hex(surroundings.random(), 32);
        OffsetDateTime now = at(surroundings.clock().instant());
        return jdbi.withHandle(handle -> handle.createQuery("""
                        update patrol_phone set key_hash = :key, code_hash = null, paired_at = :now, last_heard = :now
                        where code_hash = :code and code_ends > :now and revoked_at is null
                        returning id, site, officer
                        """)
                .bind("key", Hashes.sha256(key))
                .bind("code", Hashes.sha256(code))
                .bind("now", now)
                .map((row, context) -> new Paired(
                        new Phone(row.getString("id"), new SiteId(row.getString("site")), row.getString("officer")),
                        key))
                .findOne());
    }

    /** Whose phone speaks with this key. */
    public Optional<Phone> find(String key) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        update patrol_phone set last_heard = :now where key_hash = :key and revoked_at is null
                        returning id, site, officer
                        """)
                .bind("key", Hashes.sha256(key))
                .bind("now", at(surroundings.clock().instant()))
                .map((row, context) ->
                        new Phone(row.getString("id"), new SiteId(row.getString("site")), row.getString("officer")))
                .findOne());
    }

    public List<ObjectNode> list(SiteId site) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from patrol_phone where site = ? order by made_at desc limit 200")
                .bind(0, site.value())
                .map((row, context) -> {
                    ObjectNode one = Json.object()
                            .put("id", row.getString("id"))
                            .put("officer", row.getString("officer"))
                            .put("by", row.getString("made_by"));
                    for (String column : List.of("made_at", "paired_at", "last_heard", "revoked_at")) {
                        if (row.getTimestamp(column) != null) {
                            one.put(
                                    camel(column),
                                    Json.time(row.getTimestamp(column).getTime()));
                        }
                    }
                    return one;
                })
                .list());
    }

    private static String camel(String column) {
        int at = column.indexOf('_');
        return column.substring(0, at) + Character.toUpperCase(column.charAt(at + 1)) + column.substring(at + 2);
    }

    /** A phone that was lost speaks no more; says false when there is none of that id. */
    public boolean revoke(SiteId site, String id) {
        return jdbi.withHandle(handle -> handle.execute(
                        "update patrol_phone set revoked_at = ? where site = ? and id = ? and revoked_at is null",
                        at(surroundings.clock().instant()),
                        site.value(),
                        id))
                > 0;
    }

    /**
     * Everything that a phone needs for a shift without a network: whose it is, rounds, checkpoints, the figures.
     *
     * @param keepsNothing the phone has told all that it read
     */
    public ObjectNode shift(Phone phone, boolean keepsNothing) {
        return jdbi.inTransaction(handle -> {
            PatrolSite on = PatrolSite.of(handle, keys, phone.site);
            long now = surroundings.clock().millis();
            if (keepsNothing) {
                toldAll(handle, phone, now);
            }
            return new ShiftSheet(phone.site.value(), on.zone(), on.plan())
                    .of(
                            new ShiftSheet.Reader(
                                    phone.officer,
                                    now,
                                    Signatures.by(handle, phone.site, phone.officer, now - 2 * HALF_DAY)),
                            Judging.of(handle, on, now - HALF_DAY, now + HALF_DAY, now)
                                    .rounds());
        });
    }

    private static void toldAll(Handle handle, Phone phone, long now) {
        handle.execute("update patrol_phone set told_all = ? where id = ?", now, phone.id);
    }

    /** Whether the gateways should hear again that the phone keeps nothing back; once within a few minutes it is. */
    public boolean isToldOnDue(Phone phone) {
        long now = surroundings.clock().millis();
        return jdbi.withHandle(handle -> handle.execute(
                        "update patrol_phone set told_on = ? where id = ? and coalesce(told_on, 0) < ?",
                        now,
                        phone.id,
                        now - TOLD_ON_EVERY_MILLIS))
                > 0;
    }

    /** A picture that a guard took. */
    public record Photo(String mediaType, byte[] bytes) {}

    public Optional<Photo> photo(SiteId site, String id) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from patrol_photo where site = ? and id = ?")
                .bind(0, site.value())
                .bind(1, id)
                .map((row, context) -> new Photo(row.getString("media_type"), row.getBytes("bytes")))
                .findOne());
    }

    /**
     * What was taken of a phone.
     *
     * @param answer {@code now, taken}: ids that are safe now and may be forgotten by the phone
     * @param scans those that say anything that was not known
     * @param reports likewise
     * @param keepsNothing the phone has told all
     */
    public record Taken(
            ObjectNode answer, List<CheckpointScan> scans, List<PhoneReport> reports, boolean keepsNothing) {}

    /**
     * Takes what a phone kept until it had a network. The same again changes nothing.
     *
     * @param sent {@code deviceTime, mono, session, left, items}
     */
    public Taken take(Phone phone, JsonNode sent) {
        long now = surroundings.clock().millis();
        PhoneOutbox outbox = PhoneOutbox.read(new PhoneOutbox.Sender(phone.id, phone.officer), sent, now);
        ObjectNode answer = Json.object().put("now", Json.time(now));
        outbox.taken().forEach(id -> answer.withArray("taken").add(id));
        return jdbi.inTransaction(handle -> {
            PhoneItems items = new PhoneItems(handle, phone.site, now);
            outbox.photos().forEach(photo -> items.photo(phone.officer, photo));
            List<CheckpointScan> scans =
                    outbox.scans().stream().filter(items::scan).toList();
            List<PhoneReport> reports =
                    outbox.reports().stream().filter(items::report).toList();
            if (outbox.left() == 0) {
                toldAll(handle, phone, now);
            }
            return new Taken(answer, scans, reports, outbox.left() == 0);
        });
    }

    /** Takes a picture that a gateway brings; the same again changes nothing. */
    public void bring(SiteId site, String officer, PhoneItem.Photo photo) {
        long now = surroundings.clock().millis();
        jdbi.useTransaction(handle -> new PhoneItems(handle, site, now).photo(officer, photo));
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
