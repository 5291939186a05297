package io.gatehouse.fleet.authority;

import io.gatehouse.identity.CertificateAuthority;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of authorities. */
public final class AuthorityRows {

    private AuthorityRows() {}

    /** Whether it certifies, is believed still, or was. */
    enum State {
        ISSUING,
        OLD,
        RETIRED
    }

    /**
     * One row.
     *
     * @param chain the one that issues, then those above it
     * @param retireAt when it is to be retired, or nothing when it is not planned
     */
    record Row(
            String fingerprint,
            List<X509Certificate> chain,
            State state,
            Instant began,
            @Nullable Instant retireAt) {}

    /** Those that count, the one that issues first, then in the order in which they began. */
    static List<Row> counting(Handle handle) {
        return handle.createQuery("""
                        select * from authority where state <> 'RETIRED' order by state = 'ISSUING' desc, began, fingerprint
                        """).map((row, context) -> row(row)).list();
    }

    /**
     * Whom a site book tells its gateway to believe, the one that issues first; nothing as long as there was only ever one:
     * a book says no more then than books did before.
     */
    public static @Nullable List<String> inBooks(Handle handle) {
        long ever = handle.createQuery("select count(*) from authority")
                .mapTo(Long.class)
                .one();
        if (ever < 2) {
            return null;
        }
        return counting(handle).stream()
                .flatMap(row -> row.chain().stream())
                .distinct()
                .map(AuthorityRows::text)
                .toList();
    }

    /** The same as {@code site_book.authority} has it. */
    public static @Nullable String known(@Nullable List<String> inBook) {
        return inBook == null
                ? null
                : inBook.stream()
                        .map(text -> CertificateAuthority.fingerprint(certificate(text)))
                        .collect(Collectors.joining(","));
    }

    static void put(Handle handle, CertificateAuthority authority, Instant now, String by) {
        handle.createUpdate("""
                        insert into authority (fingerprint, certificates, state, began, began_by)
                        values (:fingerprint, :certificates, 'ISSUING', :now, :by)
                        on conflict (fingerprint) do update set state = 'ISSUING', began = :now, began_by = :by,
                            retire_at = null, retired = null, retired_by = null
                        """)
                .bind("fingerprint", authority.fingerprint())
                .bindArray(
                        "certificates",
                        String.class,
                        authority.chain().stream().map(AuthorityRows::text).toArray())
                .bind("now", at(now))
                .bind("by", by)
                .execute();
    }

    private static Row row(ResultSet row) throws SQLException {
        List<X509Certificate> chain = new ArrayList<>();
        for (String text : (String[]) row.getArray("certificates").getArray()) {
            chain.add(certificate(text));
        }
        OffsetDateTime retire = row.getObject("retire_at", OffsetDateTime.class);
        return new Row(
                row.getString("fingerprint"),
                List.copyOf(chain),
                State.valueOf(row.getString("state")),
                row.getObject("began", OffsetDateTime.class).toInstant(),
                retire == null ? null : retire.toInstant());
    }

    private static String text(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }

    private static X509Certificate certificate(String text) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(Base64.getDecoder().decode(text)));
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate that was written can be read", e);
        }
    }

    static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
