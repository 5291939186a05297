package io.gatehouse.protocol.sitebook;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.WireFormat;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Objects;

/**
 * A site book as it travels and lies on disk: its bytes and the fleet's Ed25519 signature (RFC 8032) over them.
 *
 * @param version the same as inside; read only to pick, never trusted before the signature is checked
 */
public record SignedSiteBook(long version, byte[] book, byte[] signature) {

    /** Bytes from outside that miss a part are malformed, and not a null. */
    public SignedSiteBook {
        Objects.requireNonNull(book, "book");
        Objects.requireNonNull(signature, "signature");
    }

    public static SignedSiteBook sign(SiteBook book, PrivateKey fleetKey) {
        byte[] bytes = book.toBytes();
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(fleetKey);
            signer.update(bytes);
            return new SignedSiteBook(book.version(), bytes, signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign a site book", e);
        }
    }

    /** The book, when it was signed by the key's owner and says the version that the wrapping says. */
    public Decoded<SiteBook> open(PublicKey fleetKey) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(fleetKey);
            verifier.update(book);
            if (!verifier.verify(signature)) {
                return Decoded.malformed(RefusalCode.BAD_ENCODING, "the site book's signature does not match");
            }
        } catch (GeneralSecurityException e) {
            return Decoded.malformed(RefusalCode.BAD_ENCODING, "the site book's signature cannot be read: " + e);
        }
        return SiteBook.read(book)
                .then(read -> read.version() == version
                        ? Decoded.ok(read)
                        : Decoded.malformed(
                                RefusalCode.OUT_OF_RANGE,
                                "the wrapping says version " + version + ", the site book " + read.version()));
    }

    public byte[] toBytes() {
        return WireFormat.CBOR.write(this);
    }

    /** Only as {@link #toBytes} writes it: the signature does not cover the wrapping. */
    public static Decoded<SignedSiteBook> read(byte[] bytes) {
        return FleetSeal.read(bytes, SignedSiteBook.class);
    }
}
