package io.gatehouse.identity;

import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/**
 * Which of several authorities a certificate comes from, told by the name of the key that signed it (RFC 5280, 4.2.1.1).
 * It is what the certificate says, good for one whose signature was checked before: a connection that outlives an
 * authority is asked again by this, and not by a signature for each message.
 */
public final class AuthorityId {

    private AuthorityId() {}

    /** Of an authority itself, in lower-case hex. */
    public static String of(X509Certificate authority) {
        try {
            return hex(new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority.getPublicKey()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** Of the authority that the certificate says has issued it; nothing when it says none. */
    public static Optional<String> issuing(X509Certificate certificate) {
        byte[] said = certificate.getExtensionValue(Extension.authorityKeyIdentifier.getId());
        if (said == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    hex(AuthorityKeyIdentifier.getInstance(JcaX509ExtensionUtils.parseExtensionValue(said))));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String hex(AuthorityKeyIdentifier id) {
        byte[] bytes = id.getKeyIdentifierOctets();
        return bytes == null ? "" : HexFormat.of().formatHex(bytes);
    }
}
