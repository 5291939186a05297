package io.gatehouse.protocol.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.Refusal;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AcceptanceTest {

    private static final int TRIES = 1_000;
    private static final Acceptance.Running RUNNING =
            new Acceptance.Running("lane", version("2.4.1"), version("2.3.0"));

    private final KeyPair fleet = keys();
    private final SplittableRandom random = new SplittableRandom(20261126);
    private final byte[] content = bytes(4_096);
    private final byte[] signed = signed("lane", "2.5.0", content, fleet);

    @Test
    void what_was_signed_for_the_product_and_is_newer_is_taken() {
        assertThat(why(signed, content)).isEmpty();
        assertThat(why(signed("lane", "2.10.0", content, fleet), content)).isEmpty();
    }

    @Test
    void of_1_000_with_a_flipped_bit_1_000_of_another_key_1_000_older_and_1_000_cut_short_none_is_taken() {
        int taken = 0;
        for (int i = 0; i < TRIES; i++) {
            byte[] flipped = content.clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            taken += why(signed, flipped).isEmpty() ? 1 : 0;

            byte[] manifest = signed.clone();
            manifest[random.nextInt(manifest.length)] ^= (byte) (1 << random.nextInt(8));
            taken += why(manifest, content).isEmpty() ? 1 : 0;

            taken += why(signed, Arrays.copyOf(content, random.nextInt(content.length)))
                            .isEmpty()
                    ? 1
                    : 0;
            taken += why(Arrays.copyOf(signed, random.nextInt(signed.length)), content)
                            .isEmpty()
                    ? 1
                    : 0;

            String older = random.nextInt(3) + "." + random.nextInt(4) + "." + random.nextInt(20);
            taken += why(signed("lane", older, content, fleet), content).isEmpty() ? 1 : 0;
        }
        for (int i = 0; i < TRIES; i++) {
            // a new pair for every tenth: making one takes longer than all the rest
            KeyPair other = i % 10 == 0 ? keys() : fleet;
            byte[] forged = i % 10 == 0 ? signed("lane", "9." + i, content, other) : otherSignature(i);
            taken += why(forged, content).isEmpty() ? 1 : 0;
        }
        System.out.printf(Locale.ROOT, "S8: %d bad artifacts, %d accepted%n", 6 * TRIES, taken);
        assertThat(taken).isZero();
    }

    private static SignedManifest ok(Decoded<SignedManifest> read) {
        return ((Decoded.Ok<SignedManifest>) read).value();
    }

    /** The fleet's own signature, of something else. */
    @SuppressWarnings("NullAway") // of a record's constructor in a class file it does not read the array's @Nullable
    private byte[] otherSignature(int i) {
        SignedManifest ours = ok(SignedManifest.read(signed("lane", "9." + i, content, fleet)));
        SignedManifest others = ok(SignedManifest.read(signed("lane", "8." + i, content, fleet)));
        return new SignedManifest(ours.manifest(), others.signature(), null).write();
    }

    @Test
    void the_same_version_another_product_and_what_is_below_the_floor_are_refused_in_words() {
        assertThat(why(signed("lane", "2.4.1", content, fleet), content)).contains("is not newer than 2.4.1");
        assertThat(why(signed("lane", "2.4.1-fixed", content, fleet), content)).contains("is not newer");
        assertThat(why(signed("camera", "2.5.0", content, fleet), content)).contains("it is for camera");
        assertThat(why(signed("lane", "2.2.9", content, fleet), content)).contains("below 2.3.0");
    }

    @Test
    void a_makers_own_signature_counts_for_its_products_where_the_fleet_stands_for_its_key_and_nowhere_else() {
        KeyPair maker = keys();
        MakerKey key = new MakerKey("acme", List.of("lane"), maker.getPublic().getEncoded());
        Endorsement word = Endorsement.sign(key, fleet.getPrivate());

        assertThat(why(made("lane", maker).with(word).write(), content)).isEmpty();
        assertThat(why(made("camera", maker).with(word).write(), content)).contains("acme signs nothing for camera");
        assertThat(why(made("lane", keys()).with(word).write(), content)).contains("not that of the maker acme");
        assertThat(why(made("lane", maker).write(), content)).contains("does not match");
        Endorsement own = Endorsement.sign(key, maker.getPrivate());
        assertThat(why(made("lane", maker).with(own).write(), content)).contains("does not stand for");
        int taken = 0;
        byte[] whole = made("lane", maker).with(word).write();
        for (int i = 0; i < TRIES; i++) {
            byte[] flipped = whole.clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            taken += why(flipped, content).isEmpty() ? 1 : 0;
        }
        assertThat(taken).isZero();
    }

    @Test
    void a_makers_key_is_read_as_openssl_writes_it() {
        String pem = """
                -----BEGIN PUBLIC KEY-----
                MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
                -----END PUBLIC KEY-----
                """;
        assertThat(MakerKey.keyOf(pem).fold(key -> key.getAlgorithm(), Refusal::message))
                .isIn("EdDSA", "Ed25519");
        assertThat(MakerKey.keyOf("no key").fold(key -> "", Refusal::message)).contains("neither PEM nor base64");
        assertThat(MakerKey.keyOf("AAAA").fold(key -> "", Refusal::message)).contains("no public key");
    }

    private SignedManifest made(String product, KeyPair by) {
        Manifest manifest = new Manifest(product, "2.5.0", Acceptance.sha256(content), content.length, "2.0.0");
        return SignedManifest.signAsMaker(manifest, by.getPrivate());
    }

    private String why(byte[] manifest, byte[] bytes) {
        return Acceptance.judge(manifest, bytes, fleet.getPublic(), RUNNING).fold(ok -> "", Refusal::message);
    }

    private static byte[] signed(String product, String version, byte[] content, KeyPair by) {
        Manifest manifest = new Manifest(product, version, Acceptance.sha256(content), content.length, "2.0.0");
        return SignedManifest.sign(manifest, by.getPrivate()).write();
    }

    private static Version version(String text) {
        return Version.of(text).orElseThrow();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
