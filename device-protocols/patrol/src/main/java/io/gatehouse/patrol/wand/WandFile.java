package io.gatehouse.patrol.wand;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The two forms of a wand's file; which one it is, its first bytes tell. docs/patrol.md describes both. */
public final class WandFile {

    /** More than any wand's memory holds. */
    static final int MOST_RECORDS = 100_000;

    private static final String HMAC = "HmacSHA256";

    private WandFile() {}

    /**
     * Reads a file. What is torn or damaged is read as far as it goes; what is no such file is refused.
     *
     * @param zone of times without an offset
     */
    public static Decoded<WandUpload> read(byte[] file, ZoneId zone) {
        if (startsWith(file, WandBinary.MAGIC)) {
            return WandBinary.read(file);
        }
        byte[] text = startsWith(file, "\uFEFF".getBytes(StandardCharsets.UTF_8))
                ? Arrays.copyOfRange(file, 3, file.length)
                : file;
        if (startsWith(text, WandCsv.FIRST_LINE.getBytes(StandardCharsets.US_ASCII))) {
            return WandCsv.read(text, zone);
        }
        return Decoded.malformed(
                RefusalCode.BAD_ENCODING,
                "this is no wand file: it begins neither with '" + WandCsv.FIRST_LINE + "' nor with 'GHW1'");
    }

    private static boolean startsWith(byte[] file, byte[] prefix) {
        return file.length >= prefix.length && Arrays.equals(file, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** HMAC-SHA-256 in hexadecimal digits. */
    public static String signature(byte[] content, String key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), HMAC));
            return HexFormat.of().formatHex(mac.doFinal(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }
}
