package io.gatehouse.protocol.audit;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The public half of the key with which a gateway signs checkpoints.
 *
 * @param id the first 16 bytes of SHA-256 over its X.509 form, in hex; what people compare
 */
public record AuditKey(String id, PublicKey key) {

    private static final int ID_BYTES = 16;

    public static AuditKey of(PublicKey key) {
        byte[] hash = HashChain.digestOf(key.getEncoded());
        return new AuditKey(HexFormat.of().formatHex(Arrays.copyOf(hash, ID_BYTES)), key);
    }

    /** Reads X.509 (SubjectPublicKeyInfo) in Base64, as {@link #text()} writes it. */
    public static Decoded<AuditKey> read(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.strip());
            return Decoded.ok(of(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(bytes))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Decoded.malformed(RefusalCode.BAD_ENCODING, "this is no Ed25519 public key in Base64");
        }
    }

    public String text() {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }
}
