package io.gatehouse.fleet.passkey;

import io.gatehouse.fleet.store.Json;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** An authenticator and the browser before it, written from the standard's own bytes, that also lies when it is asked to. */
final class TestAuthenticator {

    private static final int PRESENT = 0x01;
    private static final int VERIFIED = 0x04;
    private static final int ATTESTED = 0x40;

    private final KeyPair pair = newPair();
    private final byte[] credential = new byte[32];

    /** What the browser says where it is. */
    String origin = "https://gates.example";
    /** For whom the authenticator signs. */
    String party = "gates.example";

    boolean verifies = true;
    long count = 1;
    byte @Nullable [] handle;

    TestAuthenticator() {
        new SecureRandom().nextBytes(credential);
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    Shown.New make(byte[] challenge) {
        byte[] seen = seen(ATTESTED, attested());
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        object.write(0xa3);
        text(object, "fmt");
        text(object, "none");
        text(object, "attStmt");
        object.write(0xa0);
        text(object, "authData");
        object.write(0x58);
        object.write(seen.length);
        object.writeBytes(seen);
        return new Shown.New(client("webauthn.create", challenge), object.toByteArray());
    }

    Shown.Signed sign(byte[] challenge) {
        byte[] client = client("webauthn.get", challenge);
        byte[] seen = seen(0, new byte[0]);
        return new Shown.Signed(client, credential, seen, signature(seen, client), handle);
    }

    /** The same, but the signature is another one's. */
    Shown.Signed forge(byte[] challenge) {
        TestAuthenticator other = new TestAuthenticator();
        Shown.Signed honest = sign(challenge);
        return new Shown.Signed(
                honest.client(),
                credential,
                honest.authenticator(),
                other.signature(honest.authenticator(), honest.client()),
                handle);
    }

    private byte[] client(String kind, byte[] challenge) {
        return Json.write(Json.object()
                        .put("type", kind)
                        .put(
                                "challenge",
                                Base64.getUrlEncoder().withoutPadding().encodeToString(challenge))
                        .put("origin", origin)
                        .put("crossOrigin", false))
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] seen(int more, byte[] rest) {
        return ByteBuffer.allocate(37 + rest.length)
                .put(sha256(party.getBytes(StandardCharsets.UTF_8)))
                .put((byte) (PRESENT | (verifies ? VERIFIED : 0) | more))
                .putInt((int) count)
                .put(rest)
                .array();
    }

    /** No model, the credential, and its key as COSE has it (RFC 9053, 7.1.1). */
    private byte[] attested() {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        return ByteBuffer.allocate(16 + 2 + credential.length + 77)
                .put(new byte[16])
                .putShort((short) credential.length)
                .put(credential)
                .put(new byte[] {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20})
                .put(number(key.getW().getAffineX()))
                .put(new byte[] {0x22, 0x58, 0x20})
                .put(number(key.getW().getAffineY()))
                .array();
    }

    private static byte[] number(BigInteger number) {
        byte[] signed = number.toByteArray();
        byte[] bytes = new byte[32];
        int length = Math.min(32, signed.length);
        System.arraycopy(signed, signed.length - length, bytes, 32 - length, length);
        return bytes;
    }

    private byte[] signature(byte[] seen, byte[] client) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(seen);
            signature.update(sha256(client));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.write(0x60 + text.length());
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return "authenticator " + Arrays.hashCode(credential);
    }
}
