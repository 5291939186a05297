package io.gatehouse.fleet.sitebook;

import io.gatehouse.fleet.store.Hashes;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.SignedSiteBook;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.uplink.SiteBookNotice;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The site books: compiled when something changed, signed, the last few kept. */
public final class SiteBooks {

    private static final int KEPT = 5;

    private final Jdbi jdbi;
    private final Keys keys;
    private final Clock clock;

    public SiteBooks(Jdbi jdbi, Keys keys, Clock clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.clock = clock;
    }

    /** Compiles the gateway's site book anew; the version grows only when its content changed. Returns the version. */
    public long compile(GatewayId gateway) {
        return jdbi.inTransaction(handle -> {
            String site = handle.createQuery("select site from gateway where id = ? for update")
                    .bind(0, gateway.value())
                    .mapTo(String.class)
                    .one();
            SiteBook draft = new SiteBookQuery(handle, keys).read(new SiteId(site), gateway, 0, 0);
            String content = Hashes.sha256(draft.toBytes());
            Optional<Long> same = handle.createQuery("""
                            select version from site_book where gateway = ? and content = ? and version =
                                (select max(version) from site_book where gateway = ?)
                            """)
                    .bind(0, gateway.value())
                    .bind(1, content)
                    .bind(2, gateway.value())
                    .mapTo(Long.class)
                    .findOne();
            return same.isPresent() ? same.get() : publish(handle, gateway, draft, content);
        });
    }

    private long publish(Handle handle, GatewayId gateway, SiteBook draft, String content) {
        long version = latest(handle, gateway) + 1;
        SiteBook book = draft.at(version, clock.millis());
        byte[] signed = SignedSiteBook.sign(book, keys.signing()).toBytes();
        handle.execute(
                """
                insert into site_book (gateway, version, content, sha256, signed, compiled_at)
                values (?, ?, ?, ?, ?, ?)
                """,
                gateway.value(),
                version,
                content,
                Hashes.sha256(signed),
                signed,
                OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
        handle.execute("delete from site_book where gateway = ? and version <= ?", gateway.value(), version - KEPT);
        return version;
    }

    private static long latest(Handle handle, GatewayId gateway) {
        return handle.createQuery("select coalesce(max(version), 0) from site_book where gateway = ?")
                .bind(0, gateway.value())
                .mapTo(Long.class)
                .one();
    }

    /** What the gateway should have; nothing when none was compiled yet. */
    public Optional<SiteBookNotice> notice(GatewayId gateway) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select version, sha256, length(signed) as bytes from site_book where gateway = ?
                        order by version desc limit 1
                        """)
                .bind(0, gateway.value())
                .map((row, context) -> new SiteBookNotice(
                        row.getLong("version"),
                        row.getString("sha256"),
                        row.getInt("bytes"),
                        "/api/v1/gateways/" + gateway + "/site-book"))
                .findOne());
    }

    /** The newest one as it travels: {@link SignedSiteBook} in CBOR. */
    public Optional<byte[]> signed(GatewayId gateway) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select signed from site_book where gateway = ? order by version desc limit 1")
                .bind(0, gateway.value())
                .mapTo(byte[].class)
                .findOne());
    }
}
