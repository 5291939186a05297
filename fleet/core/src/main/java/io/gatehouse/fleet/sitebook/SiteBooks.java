package io.gatehouse.fleet.sitebook;

import io.gatehouse.fleet.authority.AuthorityRows;
import io.gatehouse.fleet.sitebook.RecentBooks.Recent;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.sitebook.BookDigest;
import io.gatehouse.protocol.sitebook.SignedDelta;
import io.gatehouse.protocol.sitebook.SignedSiteBook;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteBookDelta;
import io.gatehouse.protocol.sitebook.SiteBookDelta.Digested;
import io.gatehouse.protocol.uplink.SiteBookNotice;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The site books: compiled when something changed, signed, kept as what changed from each version to the next. The whole
 * book, which is megabytes at a large site, is written only when a gateway asks for it.
 */
public final class SiteBooks {

    /** A gateway that was away for longer fetches the whole. */
    private static final int KEPT = 50;
    /** A change that is larger than this is fetched, not told. */
    private static final int MOST_TOLD_BYTES = 64 * 1024;
    /** Beyond this the whole serves as well. */
    private static final int MOST_DELTA_BYTES = 2 * 1024 * 1024;

    private final Jdbi jdbi;
    private final Keys keys;
    private final Clock clock;
    private final RecentBooks recent = new RecentBooks();

    public SiteBooks(Jdbi jdbi, Keys keys, Clock clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.clock = clock;
    }

    private record Version(long number, String digest) {}

    /** Compiles the gateway's site book anew; the version grows only when its content changed. Returns the version. */
    public long compile(GatewayId gateway) {
        return jdbi.inTransaction(handle -> compile(handle, gateway)).book().version();
    }

    private Digested compile(Handle handle, GatewayId gateway) {
        SiteId site = new SiteId(handle.createQuery("select site from gateway where id = ? for update")
                .bind(0, gateway.value())
                .mapTo(String.class)
                .one());
        // before the rows: what was revoked up to here is seen in them
        long revoked = handle.createQuery("select revocation_seq from site where id = ?")
                .bind(0, site.value())
                .mapTo(Long.class)
                .one();
        Optional<Version> latest = latest(handle, gateway);
        Optional<Recent> base = latest.flatMap(version -> kept(handle, gateway, version));
        SiteBookQuery query = new SiteBookQuery(handle, keys);
        SiteChanges changes = new SiteChanges(handle, query);
        Instant now = clock.instant();
        ChangeNotes.Seen seen = new ChangeNotes(handle).seenNow(site, now);
        SiteBook rest = query.rest(site, gateway).inOrder(revoked == 0 ? null : revoked);
        SiteBook draft = base.flatMap(kept -> Optional.ofNullable(kept.seen())
                        .flatMap(then -> changes.since(kept.book().book(), then, now, rest)))
                .orElseGet(() -> query.read(site, gateway, 0, 0).inOrder(rest.revokedUpTo()));
        Digested made =
                base.map(kept -> next(handle, kept.book(), draft)).orElseGet(() -> first(handle, latest, draft));
        recent.put(new Recent(made, seen));
        return made;
    }

    private Digested next(Handle handle, Digested base, SiteBook draft) {
        SiteBook book = draft.at(base.book().version() + 1, clock.millis());
        SiteBookDelta delta = SiteBookDelta.between(base, book);
        if (delta.isEmpty()) {
            return base;
        }
        byte[] signed = SignedDelta.sign(delta, keys.signing()).toBytes();
        Digested made = new Digested(book, BookDigest.ofHex(delta.digest()));
        store(handle, made, signed.length > MOST_DELTA_BYTES ? null : signed);
        return made;
    }

    /** Nobody knows any more what the version before said, but its digest tells whether it was the same. */
    private Digested first(Handle handle, Optional<Version> latest, SiteBook draft) {
        BookDigest digest = BookDigest.of(draft);
        if (latest.isPresent() && latest.get().digest.equals(digest.hex())) {
            return new Digested(draft.at(latest.get().number, clock.millis()), digest);
        }
        Digested made = new Digested(draft.at(latest.map(Version::number).orElse(0L) + 1, clock.millis()), digest);
        store(handle, made, null);
        return made;
    }

    private void store(Handle handle, Digested made, byte @Nullable [] delta) {
        String gateway = made.book().gateway().value();
        long version = made.book().version();
        handle.createUpdate("""
                        insert into site_book (gateway, version, content, sha256, delta, compiled_at, authority)
                        values (:gateway, :version, :digest, :digest, :delta, :at, :authority)
                        """)
                .bind("gateway", gateway)
                .bind("version", version)
                .bind("digest", made.digest().hex())
                .bind("delta", delta == null ? null : sealed(handle, made.book().site(), delta))
                .bind("at", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .bind("authority", AuthorityRows.known(made.book().authorities()))
                .execute();
        handle.execute("delete from site_book where gateway = ? and version <= ?", gateway, version - KEPT);
        handle.execute(
                "update site_book set signed = null where gateway = ? and version < ? and signed is not null",
                gateway,
                version - 1);
    }

    private static Optional<Version> latest(Handle handle, GatewayId gateway) {
        return handle.createQuery(
                        "select version, content from site_book where gateway = ? order by version desc limit 1")
                .bind(0, gateway.value())
                .map((row, context) -> new Version(row.getLong("version"), row.getString("content")))
                .findOne();
    }

    /** What the version said: from memory, or from the whole book if somebody asked for it. */
    private Optional<Recent> kept(Handle handle, GatewayId gateway, Version version) {
        return recent.find(gateway, version.number, version.digest)
                .or(() -> handle.createQuery("select signed from site_book where gateway = ? and version = ?")
                        .bind(0, gateway.value())
                        .bind(1, version.number)
                        .map((row, context) -> unsealed(row.getBytes("signed")))
                        .one()
                        .flatMap(this::opened)
                        .map(Digested::of)
                        .filter(book -> book.digest().hex().equals(version.digest))
                        .map(book -> new Recent(book, null)));
    }

    private Optional<SiteBook> opened(byte[] signed) {
        return SignedSiteBook.read(signed)
                .then(wrapped -> wrapped.open(keys.verifying()))
                .fold(book -> Optional.of(book.inOrder(book.revokedUpTo())), refusal -> Optional.empty());
    }

    /** Forgets what changed so long ago that no book in memory can need it; call now and then. */
    public static void forgetOldChanges(Jdbi jdbi) {
        jdbi.useHandle(ChangeNotes::forgetOld);
    }

    /** What the gateway should have; nothing when none was compiled yet. */
    public Optional<SiteBookNotice> notice(GatewayId gateway) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select version, sha256, coalesce(length(signed), 0) as bytes,
                            case when length(delta) <= ? then delta end as told
                        from site_book where gateway = ? order by version desc limit 1
                        """)
                .bind(0, MOST_TOLD_BYTES)
                .bind(1, gateway.value())
                .map((row, context) -> new SiteBookNotice(
                        row.getLong("version"),
                        row.getString("sha256"),
                        row.getInt("bytes"),
                        "/api/v1/gateways/" + gateway + "/site-book",
                        unsealed(row.getBytes("told")).orElse(null)))
                .findOne());
    }

    /** The newest one as it travels: {@link SignedSiteBook} in CBOR. Made when nobody has asked for it before. */
    public Optional<byte[]> signed(GatewayId gateway) {
        return jdbi.inTransaction(handle -> {
            Optional<Version> latest = latest(handle, gateway);
            return latest.map(
                    version -> handle.createQuery("select signed from site_book where gateway = ? and version = ?")
                            .bind(0, gateway.value())
                            .bind(1, version.number)
                            .map((row, context) -> unsealed(row.getBytes("signed")))
                            .one()
                            .orElseGet(() -> whole(handle, gateway, version)));
        });
    }

    /** Compiled anew when it is not in memory: that may be a newer one than the gateway was told of, never an older. */
    private byte[] whole(Handle handle, GatewayId gateway, Version version) {
        Digested book = recent.find(gateway, version.number, version.digest)
                .map(Recent::book)
                .orElseGet(() -> compile(handle, gateway));
        byte[] signed = SignedSiteBook.sign(book.book(), keys.signing()).toBytes();
        handle.execute(
                "update site_book set signed = ? where gateway = ? and version = ?",
                sealed(handle, book.book().site(), signed),
                gateway.value(),
                book.book().version());
        return signed;
    }

    private byte[] sealed(Handle handle, SiteId site, byte[] bytes) {
        return keys.erasable().seal(bookKey(handle, site), bytes);
    }

    /** Nothing for nothing, and when the key was destroyed since: somebody's data was erased. */
    private Optional<byte[]> unsealed(byte @Nullable [] bytes) {
        return Optional.ofNullable(bytes).flatMap(keys.erasable()::open);
    }

    /** The key that the site's books are kept under; each erasure destroys it, and the next book gets another one. */
    private long bookKey(Handle handle, SiteId site) {
        long known = bookKey(handle, site, "");
        if (keys.erasable().exists(known)) {
            return known;
        }
        // one at a time: a key that nobody has noted would never be destroyed
        long there = bookKey(handle, site, " for no key update");
        if (keys.erasable().exists(there)) {
            return there;
        }
        long made = keys.erasable().make(1)[0];
        handle.execute("update site set book_key = ? where id = ?", made, site.value());
        return made;
    }

    private static long bookKey(Handle handle, SiteId site, String lock) {
        return handle.createQuery("select coalesce(book_key, 0) from site where id = ?" + lock)
                .bind(0, site.value())
                .mapTo(Long.class)
                .one();
    }

    /** What leads from that version to the newest, a {@link SignedDelta.Chain} in CBOR; nothing when not all is kept. */
    public Optional<byte[]> deltas(GatewayId gateway, long from) {
        List<Optional<byte[]>> kept = jdbi.withHandle(handle -> handle.createQuery(
                        "select version, delta from site_book where gateway = ? and version > ? order by version")
                .bind(0, gateway.value())
                .bind(1, from)
                .map((row, context) -> unsealed(row.getBytes("delta")))
                .list());
        List<byte[]> chain = new ArrayList<>();
        kept.forEach(one -> one.ifPresent(chain::add));
        boolean whole = !kept.isEmpty() && chain.size() == kept.size() && startsAt(gateway, from + 1);
        return whole ? Optional.of(WireFormat.CBOR.write(new SignedDelta.Chain(chain))) : Optional.empty();
    }

    private boolean startsAt(GatewayId gateway, long version) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select exists (select from site_book where gateway = ? and version = ?)")
                        .bind(0, gateway.value())
                        .bind(1, version)
                        .mapTo(Boolean.class)
                        .one());
    }
}
