package io.gatehouse.protocol.sitebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Refusal;
import io.gatehouse.protocol.SiteId;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignedSiteBookTest {

    private final KeyPair fleet = keys();

    @Test
    void opens_with_the_key_of_the_fleet() {
        SignedSiteBook signed = SignedSiteBook.sign(book(3), fleet.getPrivate());

        String site = SignedSiteBook.read(signed.toBytes())
                .then(s -> s.open(fleet.getPublic()))
                .fold(b -> b.site().value(), Refusal::message);

        assertThat(site).isEqualTo("garden");
    }

    @Test
    void stays_shut_after_one_flipped_bit_with_another_key_or_another_version() {
        SignedSiteBook signed = SignedSiteBook.sign(book(3), fleet.getPrivate());
        byte[] flipped = signed.book().clone();
        flipped[flipped.length / 2] ^= 1;

        assertThat(opens(new SignedSiteBook(3, flipped, signed.signature()))).isFalse();
        assertThat(opens(new SignedSiteBook(4, signed.book(), signed.signature())))
                .isFalse();
        assertThat(opens(SignedSiteBook.sign(book(3), keys().getPrivate()))).isFalse();
    }

    private boolean opens(SignedSiteBook signed) {
        return signed.open(fleet.getPublic()).fold(b -> true, r -> false);
    }

    private static SiteBook book(long version) {
        return new SiteBook(
                new SiteId("garden"),
                new GatewayId("gw-1"),
                version,
                0,
                "Asia/Shanghai",
                new byte[] {1},
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
