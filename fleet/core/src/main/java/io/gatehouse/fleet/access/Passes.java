package io.gatehouse.fleet.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.fleet.store.PersonNames;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.access.CredentialRef;
import io.gatehouse.protocol.device.PresentedCredential;
import io.gatehouse.protocol.pass.OneTimeCode;
import io.gatehouse.protocol.pass.PhoneGrant;
import io.gatehouse.protocol.pass.VisitorPass;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Passes, codes and phones' grants: signed here, believed by every gateway of the site without a word from here, and taken
 * back by a revocation. Blocks; call on workers.
 */
public final class Passes {

    private static final int SERIALS = 100;
    private static final int MOST_LISTED = 500;

    /** As long as registers of visitors are kept. */
    private static final Duration KEPT = Duration.ofDays(180);

    private final Jdbi jdbi;
    private final Keys keys;
    private final Surroundings surroundings;

    public Passes(Jdbi jdbi, Keys keys, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.surroundings = surroundings;
    }

    /** What is given to somebody. */
    public enum Kind {
        /** Shown as a QR code. */
        PASS,
        /** Typed at one gate, once, within an hour. */
        CODE,
        /** Carried by a resident's phone, which signs its openings itself. */
        PHONE
    }

    /**
     * What is asked for.
     *
     * @param holder who carries it: a name, or the person of a phone
     * @param entries how often a pass lets in from outside
     * @param phoneKey a phone's Ed25519 public key, X.509 in Base64
     */
    public record Wanted(
            Kind kind,
            String holder,
            List<String> gates,
            Instant from,
            Instant to,
            int entries,
            @Nullable String phoneKey) {
        public Wanted {
            gates = List.copyOf(gates);
        }
    }

    /** @param id nothing when it was refused */
    public record Issued(Outcome outcome, @Nullable String id) {}

    /** Makes one and keeps it; the gates and a phone's person must be there. */
    public Issued issue(SiteId site, Wanted wanted, String by) {
        return jdbi.inTransaction(handle -> {
            Optional<Finding> refusal = refusal(handle, site, wanted);
            if (refusal.isPresent()) {
                return new Issued(Outcome.refused(refusal.get()), null);
            }
            forgetEnded(handle, site);
            String id = surroundings.ids().next();
            if (wanted.kind() == Kind.CODE) {
                Optional<OneTimeCode> code = freeCode(handle, site, wanted);
                if (code.isEmpty()) {
                    Finding full = Finding.refusal(
                            "CODES_USED_UP", "gates", "gate", wanted.gates().get(0));
                    return new Issued(Outcome.refused(full), null);
                }
                return keep(handle, site, new Row(id, wanted, code.get()), by);
            }
            return keep(handle, site, new Row(id, wanted, null), by);
        });
    }

    private Issued keep(Handle handle, SiteId site, Row row, String by) {
        Wanted wanted = row.wanted;
        handle.createUpdate("""
                        insert into pass (site, id, kind, ref, shown_as, holder, gates, valid_from, valid_to, entries,
                            phone_key, issued_at, issued_by)
                        values (:site, :id, :kind, :ref, :shownAs, :holder, :gates, :from, :to, :entries, :key, :now, :by)
                        """)
                .bind("site", site.value())
                .bind("id", row.id)
                .bind("kind", wanted.kind().name())
                .bind("ref", ref(site, row))
                .bind("shownAs", row.shownAs())
                .bind("holder", wanted.kind() == Kind.PHONE ? wanted.holder() : sealed(wanted.holder()))
                .bindArray("gates", String.class, wanted.gates().toArray())
                .bind("from", at(row.from()))
                .bind("to", at(row.to()))
                .bind("entries", wanted.kind() == Kind.PASS ? wanted.entries() : null)
                .bind("key", wanted.phoneKey())
                .bind("now", at(surroundings.clock().instant()))
                .bind("by", by)
                .execute();
        return new Issued(Outcome.KEPT, row.id);
    }

    /** A visitor's name, under a key of this pass's own (docs/decisions/0010). */
    private String sealed(String holder) {
        return keys.names().seal(keys.erasable().make(1)[0], new PersonNames.Spoken(holder, "", ""));
    }

    /** Seals the names of visitors that are in the table as they were typed. Answers how many there were. */
    public int sealHolders() {
        return jdbi.inTransaction(handle -> {
            int count = 0;
            for (Named one : handle.createQuery("""
                            select site, id, holder from pass where kind <> 'PHONE' and holder not like 'sealed:%'
                                and holder not like 'erased-%' limit 1000
                            """)
                    .map((row, c) -> new Named(row.getString(1), row.getString(2), row.getString(3)))
                    .list()) {
                count += handle.execute(
                        "update pass set holder = ? where site = ? and id = ?",
                        sealed(one.holder()),
                        one.site(),
                        one.id());
            }
            return count;
        });
    }

    private record Named(String site, String id, String holder) {}

    /** Forgets passes that were over so long ago, and the keys of their holders' names. */
    public void forgetOld() {
        List<String> holders =
                jdbi.withHandle(handle -> handle.createQuery("delete from pass where valid_to < ? returning holder")
                        .bind(0, at(surroundings.clock().instant().minus(KEPT)))
                        .mapTo(String.class)
                        .list());
        keys.erasable()
                .destroy(holders.stream()
                        .filter(PersonNames::isSealed)
                        .map(PersonNames::keyOf)
                        .toList());
    }

    private Optional<Finding> refusal(Handle handle, SiteId site, Wanted wanted) {
        for (String gate : wanted.gates()) {
            if (!there(handle, "select exists (select from access_point where site = ? and id = ?)", site, gate)) {
                return Optional.of(Finding.refusal("NO_SUCH_ACCESS_POINT", "gates", "id", gate));
            }
        }
        if (wanted.kind() == Kind.PHONE
                && !there(
                        handle,
                        "select exists (select from person where site = ? and id = ?)",
                        site,
                        wanted.holder())) {
            return Optional.of(Finding.refusal("NO_SUCH_PERSON", "person", "id", wanted.holder()));
        }
        boolean over = !wanted.to().isAfter(surroundings.clock().instant());
        return over || !wanted.from().isBefore(wanted.to())
                ? Optional.of(Finding.refusal("PASS_OVER", "validTo"))
                : Optional.empty();
    }

    private static boolean there(Handle handle, String question, SiteId site, String id) {
        return handle.createQuery(question)
                .bind(0, site.value())
                .bind(1, id)
                .mapTo(Boolean.class)
                .one();
    }

    /** A number that no other code of the gate's span of time has. */
    private static Optional<OneTimeCode> freeCode(Handle handle, SiteId site, Wanted wanted) {
        String gate = wanted.gates().get(0);
        for (int serial = 0; serial < SERIALS; serial++) {
            OneTimeCode code = OneTimeCode.of(gate, serial, wanted.from(), OneTimeCode.Window.USUAL);
            if (!there(
                    handle,
                    "select exists (select from pass where site = ? and shown_as = ? and kind = 'CODE')",
                    site,
                    code.shownAs())) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }

    /** What was revoked and is over now need not stand in site books any more. */
    private void forgetEnded(Handle handle, SiteId site) {
        handle.execute(
                "delete from credential c using pass p where c.site = ? and p.site = c.site and p.ref = c.ref"
                        + " and p.revoked_at is not null and p.valid_to < ?",
                site.value(),
                at(surroundings.clock().instant().minus(Duration.ofDays(1))));
    }

    /** Those that are not over yet, or all; the newest first. */
    public List<ObjectNode> list(SiteId site, boolean all) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from pass where site = :site and (:all or valid_to > :now)
                        order by issued_at desc, id limit :most
                        """)
                .bind("site", site.value())
                .bind("all", all)
                .bind("now", at(surroundings.clock().instant()))
                .bind("most", MOST_LISTED)
                .map((row, c) -> json(row))
                .list());
    }

    public Optional<ObjectNode> find(SiteId site, String id) {
        return jdbi.withHandle(
                handle -> select(handle, site, id).map((row, c) -> json(row)).findOne());
    }

    /** What its holder carries: a QR code's text, a code's digits, a phone's grant. The same each time. */
    public Optional<String> text(SiteId site, String id) {
        return jdbi.withHandle(handle -> select(handle, site, id)
                .map((row, c) -> text(site, Row.of(row)))
                .findOne());
    }

    private static org.jdbi.v3.core.statement.Query select(Handle handle, SiteId site, String id) {
        return handle.createQuery("select * from pass where site = ? and id = ?")
                .bind(0, site.value())
                .bind(1, id);
    }

    /**
     * Takes one back: every gateway of the site hears of it ahead of everything else, and its site book holds it until it is
     * over anyhow. One that was revoked before stays as it is.
     */
    public void revoke(SiteId site, String id, String by) {
        jdbi.useTransaction(handle ->
                takeBack(handle, site.value(), id, by, surroundings.clock().instant()));
    }

    /** The same within a change of more. */
    public static void takeBack(Handle handle, String site, String id, String by, Instant now) {
        Optional<String> ref = handle.createQuery("""
                        update pass set revoked_at = :now, revoked_by = :by
                        where site = :site and id = :id and revoked_at is null returning ref
                        """)
                .bind("now", at(now))
                .bind("by", by)
                .bind("site", site)
                .bind("id", id)
                .mapTo(String.class)
                .findOne();
        ref.ifPresent(gone -> {
            handle.execute("""
                    insert into credential (site, ref, mask, type, person, state, profiles, added)
                    select site, ref, '•••', case kind when 'PASS' then 'QR_CODE' when 'CODE' then 'TEMP_CODE'
                        else 'MOBILE_BLE' end, null, 'DISABLED', '{}', issued_at from pass where site = ? and id = ?
                    on conflict (site, ref) do update set state = 'DISABLED'
                    """, site, id);
            handle.execute("select revoke(?, array[?], 'DISABLED', null)", site, gone);
        });
    }

    private String ref(SiteId site, Row row) {
        byte[] siteKey = keys.credentialKey(site);
        String phone = row.wanted.phoneKey();
        if (phone != null) {
            return CredentialRef.ofPhone(siteKey, phone);
        }
        String type = row.wanted.kind() == Kind.PASS ? "QR_CODE" : "TEMP_CODE";
        return CredentialRef.of(siteKey, new PresentedCredential(type, "RAW", 0, text(site, row)));
    }

    private String text(SiteId site, Row row) {
        Wanted wanted = row.wanted;
        if (row.code != null) {
            return row.code.digits(keys.credentialKey(site));
        }
        String phone = wanted.phoneKey();
        if (phone != null) {
            byte[] key = Base64.getDecoder().decode(phone);
            byte[] grant = new PhoneGrant(site, wanted.holder(), wanted.gates(), key, wanted.from(), wanted.to())
                    .sign(keys.signing());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(grant);
        }
        return new VisitorPass(row.id, site, wanted.gates(), wanted.from(), wanted.to(), wanted.entries())
                .sign(keys.signing());
    }

    /** One that is to be, or is, in the table. */
    private record Row(String id, Wanted wanted, @Nullable OneTimeCode code) {

        static Row of(ResultSet row) throws SQLException {
            Kind kind = Kind.valueOf(row.getString("kind"));
            List<String> gates = Arrays.asList((String[]) row.getArray("gates").getArray());
            Wanted wanted = new Wanted(
                    kind,
                    row.getString("holder"),
                    gates,
                    row.getTimestamp("valid_from").toInstant(),
                    row.getTimestamp("valid_to").toInstant(),
                    row.getInt("entries"),
                    row.getString("phone_key"));
            OneTimeCode code = kind == Kind.CODE ? OneTimeCode.shownAs(row.getString("shown_as")) : null;
            return new Row(row.getString("id"), wanted, code);
        }

        String shownAs() {
            if (code != null) {
                return code.shownAs();
            }
            return wanted.kind() == Kind.PHONE ? wanted.holder() : VisitorPass.shownAs(id);
        }

        Instant from() {
            return code == null ? wanted.from() : code.from(OneTimeCode.Window.USUAL);
        }

        Instant to() {
            return code == null ? wanted.to() : code.to(OneTimeCode.Window.USUAL);
        }
    }

    private ObjectNode json(ResultSet row) throws SQLException {
        ObjectNode json = Json.object()
                .put("id", row.getString("id"))
                .put("kind", row.getString("kind"))
                .put("holder", keys.names().shown(row.getString("holder")))
                .put("validFrom", Json.time(row.getTimestamp("valid_from").toInstant()))
                .put("validTo", Json.time(row.getTimestamp("valid_to").toInstant()))
                .put("issuedAt", Json.time(row.getTimestamp("issued_at").toInstant()))
                .put("issuedBy", row.getString("issued_by"));
        if (row.getObject("entries") != null) {
            json.put("entries", row.getInt("entries"));
        }
        if (row.getTimestamp("revoked_at") != null) {
            json.put("revokedAt", Json.time(row.getTimestamp("revoked_at").toInstant()));
            json.put("revokedBy", row.getString("revoked_by"));
        }
        Arrays.stream((String[]) row.getArray("gates").getArray()).forEach(json.putArray("gates")::add);
        return json;
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
