package io.gatehouse.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ShortCodeTest {

    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private final SecureRandom random = new SecureRandom(new byte[] {7});

    @Test
    void it_is_read_as_people_type_it() {
        for (int i = 0; i < 200; i++) {
            ShortCode code = ShortCode.make(random);

            assertThat(ShortCode.read(code.text())).contains(code);
            assertThat(ShortCode.read(" " + code.shown().toLowerCase(Locale.ROOT)))
                    .contains(code);
            assertThat(ShortCode.read(code.text().replace('0', 'o').replace('1', 'l')))
                    .contains(code);
        }
    }

    @Test
    void every_wrong_digit_and_every_two_that_changed_places_are_found() {
        for (int n = 0; n < 20; n++) {
            String code = ShortCode.make(random).text();
            for (int i = 0; i < code.length(); i++) {
                for (char other : DIGITS.toCharArray()) {
                    StringBuilder wrong = new StringBuilder(code);
                    wrong.setCharAt(i, other);
                    assertThat(ShortCode.read(wrong.toString()).isPresent()).isEqualTo(other == code.charAt(i));
                }
                for (int j = 0; j < i; j++) {
                    StringBuilder swapped = new StringBuilder(code);
                    swapped.setCharAt(i, code.charAt(j));
                    swapped.setCharAt(j, code.charAt(i));
                    assertThat(ShortCode.read(swapped.toString()).isPresent())
                            .isEqualTo(code.charAt(i) == code.charAt(j));
                }
            }
        }
    }

    @Test
    void what_is_no_code_is_none() {
        assertThat(ShortCode.read("")).isEmpty();
        assertThat(ShortCode.read("UUUUUUUUUU")).isEmpty();
        assertThat(ShortCode.read("0123456789012345")).isEmpty();
    }
}
