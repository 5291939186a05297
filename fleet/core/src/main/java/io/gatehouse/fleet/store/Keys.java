package io.gatehouse.fleet.store;

import io.gatehouse.launch.StartRefusal;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.SiteId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The fleet's keys, made at the first start, in files beside the database and never in it: the Ed25519 pair that signs
 * site books, a master key from which the rest is derived, and the keys that are destroyed with a person.
 */
public final class Keys {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final PrivateKey signing;
    private final PublicKey verifying;
    private final byte[] master;
    private final SecureRandom random;
    private final ErasableKeys erasable;

    private Keys(PrivateKey signing, PublicKey verifying, byte[] master, Path erasable, SecureRandom random)
            throws IOException {
        this.signing = signing;
        this.verifying = verifying;
        this.master = master;
        this.random = random;
        this.erasable = ErasableKeys.open(erasable, derive("erasable-keys"), random);
    }

    public static Keys open(Path folder, Surroundings surroundings) {
        Path signing = folder.resolve("site-books.key");
        Path verifying = folder.resolve("site-books.pub");
        Path master = folder.resolve("master.key");
        try {
            if (!Files.exists(master)) {
                KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                write(verifying, pair.getPublic().getEncoded());
                write(signing, pair.getPrivate().getEncoded());
                byte[] bytes = new byte[32];
                surroundings.random().nextBytes(bytes);
                write(master, bytes);
            }
            KeyFactory factory = KeyFactory.getInstance("Ed25519");
            return new Keys(
                    factory.generatePrivate(new PKCS8EncodedKeySpec(read(signing))),
                    factory.generatePublic(new X509EncodedKeySpec(read(verifying))),
                    read(master),
                    folder.resolve("erasable.keys"),
                    surroundings.random());
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new StartRefusal(
                    "gatehouse.fleet.data", "the keys in " + folder + " cannot be read: " + e.getMessage());
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        PrivateFiles.write(file, Base64.getEncoder().encodeToString(bytes) + "\n");
    }

    private static byte[] read(Path file) throws IOException {
        return Base64.getDecoder().decode(Files.readString(file).strip());
    }

    public PrivateKey signing() {
        return signing;
    }

    public PublicKey verifying() {
        return verifying;
    }

    /** Keys that are destroyed one by one, when somebody's data is erased. */
    public ErasableKeys erasable() {
        return erasable;
    }

    /** Names of people, sealed and opened. */
    public PersonNames names() {
        return new PersonNames(erasable);
    }

    /** The key for a site's credential references. */
    public byte[] credentialKey(SiteId site) {
        return derive("credentials/" + site);
    }

    /** Encrypts a secret for the database (AES-256-GCM, a fresh nonce in front). */
    public byte[] seal(String secret) {
        return sealBytes(secret.getBytes(StandardCharsets.UTF_8));
    }

    /** The same for bytes, such as pictures of places and people. */
    public byte[] sealBytes(byte[] secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, secret);
        byte[] both = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, both, NONCE_BYTES, sealed.length);
        return both;
    }

    public String unseal(byte[] sealed) {
        return new String(unsealBytes(sealed), StandardCharsets.UTF_8);
    }

    public byte[] unsealBytes(byte[] sealed) {
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        byte[] rest = Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length);
        return cipher(Cipher.DECRYPT_MODE, nonce, rest);
    }

    /** A digest that nobody can make who has only the database (HMAC-SHA-256, in hex). */
    public String digest(String purpose, String text) {
        return HexFormat.of().formatHex(mac(derive(purpose), text));
    }

    private byte[] cipher(int mode, byte[] nonce, byte[] bytes) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            SecretKeySpec key = new SecretKeySpec(derive("device-secrets"), "AES");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret cannot be read: is the master key another one?", e);
        }
    }

    private byte[] derive(String purpose) {
        return mac(master, purpose);
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
