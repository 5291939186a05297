package io.gatehouse.protocol.access;

import io.gatehouse.protocol.device.PresentedCredential;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A credential's number made useless to whoever reads a store: HMAC-SHA-256 with the site's key over type, format,
 * facility and number, the first 128 bits in hex. Small numbers (26-bit cards) need the key, a plain hash would be a
 * table.
 */
public final class CredentialRef {

    private static final int REF_BYTES = 16;

    private CredentialRef() {}

    /** The reference of a credential at a site; the same on both sides. */
    public static String of(byte[] siteKey, PresentedCredential credential) {
        String identity = String.join(
                "\n",
                credential.type().toUpperCase(Locale.ROOT),
                credential.format().toUpperCase(Locale.ROOT),
                Integer.toString(credential.facility()),
                credential.number());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(siteKey, "HmacSHA256"));
            byte[] full = mac.doFinal(identity.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(full, 0, REF_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /**
     * The reference of a phone that opens by its key.
     *
     * @param key its public key, X.509 in Base64
     */
    public static String ofPhone(byte[] siteKey, String key) {
        return of(siteKey, new PresentedCredential("PHONE", "ED25519", 0, key));
    }

    /** The mask of a credential; of a PIN nothing is shown. */
    public static String mask(PresentedCredential credential) {
        return credential.type().equalsIgnoreCase("PIN") ? mask("") : mask(credential.number());
    }

    /** The last three characters behind a mark, at most half of a short number. */
    public static String mask(String number) {
        int shown = Math.min(3, number.length() / 2);
        return "•••" + number.substring(number.length() - shown);
    }
}
