package io.gatehouse.protocol.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PinHashTest {

    private static final byte[] KEY = {1, 2, 3};

    private final Random random = new Random(5);

    @Test
    void knows_its_PIN_again_and_no_other_nor_under_another_key() {
        String kept = PinHash.make(KEY, "4711", random);

        assertThat(kept).startsWith("pbkdf2-sha256$").doesNotContain("4711");
        assertThat(PinHash.verify(KEY, kept, "4711")).isTrue();
        assertThat(PinHash.verify(KEY, kept, "4712")).isFalse();
        assertThat(PinHash.verify(new byte[] {9}, kept, "4711")).isFalse();
    }

    @Test
    void the_same_PIN_is_never_kept_twice_the_same() {
        assertThat(PinHash.make(KEY, "4711", random)).isNotEqualTo(PinHash.make(KEY, "4711", random));
    }

    @Test
    void what_is_no_hash_fits_no_PIN() {
        for (String kept : new String[] {"", "4711", "a$b$c$d", "pbkdf2-sha256$0$AAAA$AAAA", "pbkdf2-sha256$1$!$!"}) {
            assertThat(PinHash.verify(KEY, kept, "4711")).as(kept).isFalse();
        }
    }
}
