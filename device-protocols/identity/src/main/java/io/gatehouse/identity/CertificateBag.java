package io.gatehouse.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataGenerator;

/** Certificates as EST carries them (RFC 7030, 4.1.3): a PKCS 7 without content or signers. */
public final class CertificateBag {

    private CertificateBag() {}

    /** In DER. */
    public static byte[] write(List<X509Certificate> certificates) {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addCertificates(new JcaCertStore(certificates));
            return generator.generate(new CMSAbsentContent()).getEncoded("DER");
        } catch (CMSException | IOException | CertificateException e) {
            throw new IllegalStateException("certificates that are there can be written", e);
        }
    }

    /** @throws IOException when it is none */
    public static List<X509Certificate> read(byte[] der) throws IOException {
        try {
            return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(der)).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            throw new IOException("this is no PKCS 7 with certificates", e);
        }
    }
}
