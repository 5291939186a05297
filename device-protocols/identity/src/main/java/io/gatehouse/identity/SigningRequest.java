package io.gatehouse.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A PKCS 10 request of which only the key counts: whoever sends it has proven that they hold it. What else the request
 * asks for, its subject above all, is not looked at.
 */
public record SigningRequest(PublicKey key) {

    /** The request in DER; nothing when it is none, its signature is not its key's, or the key is weak. */
    public static Optional<SigningRequest> read(byte[] der) {
        try {
            JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(der);
            PublicKey key = request.getPublicKey();
            boolean held = request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key));
            return held && KeyPairs.isStrong(key) ? Optional.of(new SigningRequest(key)) : Optional.empty();
        } catch (IOException
                | GeneralSecurityException
                | PKCSException
                | OperatorCreationException
                | RuntimeException e) {
            // the library answers broken input with any exception
            return Optional.empty();
        }
    }

    /** A request for the pair's key, in DER. */
    public static byte[] of(KeyPair pair, String name) {
        try {
            return new JcaPKCS10CertificationRequestBuilder(
                            new X500NameBuilder().addRDN(BCStyle.CN, name).build(), pair.getPublic())
                    .build(new JcaContentSignerBuilder(KeyPairs.signatureOf(pair.getPrivate()))
                            .build(pair.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("every Java platform signs with EC keys", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
