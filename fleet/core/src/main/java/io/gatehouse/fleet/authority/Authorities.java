package io.gatehouse.fleet.authority;

import io.gatehouse.fleet.authority.AuthorityRows.Row;
import io.gatehouse.fleet.authority.AuthorityRows.State;
import io.gatehouse.identity.AuthorityId;
import io.gatehouse.identity.CertificateAuthority;
import io.gatehouse.launch.StartRefusal;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.SiteId;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The authorities that count: one issues, and those before it are believed until they are retired.
 *
 * <pre>
 *   ISSUING ── another one begins ──► OLD (believed, shown by the listeners) ── by hand or by date ──► RETIRED (refused)
 * </pre>
 *
 * <p>While there is an old one, the fleet's own listeners go on showing a certificate of it: whoever has not learnt the new
 * one yet still finds the fleet.
 */
public final class Authorities {

    /** How long the one before is believed when the settings give another one and nobody says a date. */
    public static final Duration OVERLAP = Duration.ofDays(30);

    private final Jdbi jdbi;
    private final AuthorityKeys keys;
    private final Surroundings surroundings;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Standing standing;

    /**
     * What counts at one moment.
     *
     * @param rows the one that issues first
     * @param serving who certifies the fleet's listeners
     * @param trusted who is believed
     * @param ids of whom is believed, as {@link AuthorityId} writes them
     */
    private record Standing(
            List<Row> rows,
            CertificateAuthority issuing,
            CertificateAuthority serving,
            List<X509Certificate> trusted,
            Set<String> ids) {}

    private Authorities(Jdbi jdbi, AuthorityKeys keys, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.surroundings = surroundings;
        jdbi.useTransaction(this::settle);
        this.standing = read();
    }

    /**
     * Those that the database and the folder know; the first is made when there is none. Another one than before in the
     * settings begins a change as an administrator's order does.
     *
     * @param folder where keys are
     * @param given the one of the settings, or nothing
     */
    public static Authorities open(
            Jdbi jdbi, Path folder, Optional<CertificateAuthority> given, Surroundings surroundings) {
        return new Authorities(jdbi, new AuthorityKeys(folder, given, surroundings), surroundings);
    }

    private void settle(Handle handle) {
        lock(handle);
        Optional<Row> issuing = issuing(handle);
        boolean usable =
                issuing.isPresent() && keys.of(issuing.get().fingerprint()).isPresent();
        if (keys.given().isEmpty() && usable) {
            return;
        }
        CertificateAuthority wanted = keys.given().orElseGet(() -> own(handle));
        if (issuing.isEmpty()) {
            AuthorityRows.put(handle, wanted, now(), "fleet");
            handle.execute("update certificate set authority = ? where authority is null", wanted.fingerprint());
        } else if (!issuing.get().fingerprint().equals(wanted.fingerprint())) {
            takeOver(handle, wanted, now().plus(OVERLAP), "settings");
        }
    }

    /** What was replaced once does not come back because a file is missing. */
    private CertificateAuthority own(Handle handle) {
        CertificateAuthority first = keys.first();
        boolean replaced = handle.createQuery(
                        "select exists (select from authority where fingerprint = ? and state <> 'ISSUING')")
                .bind(0, first.fingerprint())
                .mapTo(Boolean.class)
                .one();
        if (replaced) {
            throw new StartRefusal(
                    "gatehouse.fleet.data",
                    "the key of the authority that certifies now is not in the folder keys; bring it back from its copy");
        }
        return first;
    }

    static void lock(Handle handle) {
        handle.execute("lock table authority in share row exclusive mode");
    }

    private static Optional<Row> issuing(Handle handle) {
        return AuthorityRows.counting(handle).stream()
                .filter(row -> row.state() == State.ISSUING)
                .findFirst();
    }

    /** The new one issues from the commit on, and the one before is believed until then. */
    void takeOver(Handle handle, CertificateAuthority next, Instant retireAt, String by) {
        handle.execute(
                "update authority set state = 'OLD', retire_at = ? where state = 'ISSUING'",
                AuthorityRows.at(retireAt));
        AuthorityRows.put(handle, next, now(), by);
    }

    private Standing read() {
        List<Row> rows = jdbi.withHandle(AuthorityRows::counting);
        CertificateAuthority issuing = keys.of(rows.get(0).fingerprint())
                .orElseThrow(() -> new IllegalStateException(
                        "the key of the authority " + rows.get(0).fingerprint() + " is not in the folder of keys"));
        CertificateAuthority serving = rows.stream()
                .filter(row -> row.state() == State.OLD)
                .flatMap(row -> keys.of(row.fingerprint()).stream())
                .findFirst()
                .orElse(issuing);
        List<X509Certificate> trusted =
                rows.stream().flatMap(row -> row.chain().stream()).distinct().toList();
        return new Standing(
                rows,
                issuing,
                serving,
                trusted,
                trusted.stream().map(AuthorityId::of).collect(Collectors.toUnmodifiableSet()));
    }

    private Instant now() {
        return surroundings.clock().instant();
    }

    AuthorityKeys keys() {
        return keys;
    }

    /** Looks whether another node, an administrator or a date has changed what counts, and tells whoever listens. */
    public void look() {
        Standing before = standing;
        Standing after = read();
        if (!after.rows().equals(before.rows())) {
            standing = after;
            listeners.forEach(Runnable::run);
        }
    }

    /** Who is told after something else counts; on the thread that found out. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Who certifies from now on. */
    public CertificateAuthority issuing() {
        return standing.issuing();
    }

    /** Who certifies the fleet's own listeners: the oldest that is believed and whose key is here. */
    public CertificateAuthority serving() {
        return standing.serving();
    }

    /** Who is believed, the one that issues first. */
    public List<X509Certificate> trusted() {
        return standing.trusted();
    }

    /** Whether what this authority has issued counts. */
    public boolean believes(String authorityId) {
        return standing.ids().contains(authorityId);
    }

    /** Those that count, the one that issues first. */
    List<Row> rows() {
        return standing.rows();
    }

    /**
     * Who certifies a device of the site. A gateway believes a device only by an authority that it has heard of: as long as
     * one of the site's gateways has not, the one before goes on certifying the site's devices.
     */
    public CertificateAuthority forDevicesOf(Handle handle, SiteId site) {
        Standing now = standing;
        if (now.rows().size() == 1 || now.serving() == now.issuing()) {
            return now.issuing();
        }
        boolean allKnow = handle.createQuery("""
                        select not exists (select from gateway g where g.site = :site and coalesce(g.site_book_version, 0) > 0
                            and not exists (select from site_book b where b.gateway = g.id
                                and b.version = g.site_book_version
                                and :issuing = any (string_to_array(b.authority, ','))))
                        """)
                .bind("site", site.value())
                .bind("issuing", now.issuing().fingerprint())
                .mapTo(Boolean.class)
                .one();
        return allKnow ? now.issuing() : now.serving();
    }
}
