package io.gatehouse.identity;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

/**
 * The code on a label: nine random digits in Crockford's base 32 and one to check them. The check finds every wrong digit
 * and every two that changed places. It names a label and opens nothing.
 *
 * @param text as it stands in the address: ten capital letters and numbers
 */
public record ShortCode(String text) {

    /** No I, L, O or U. */
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int RANDOM = 9;
    /** x^5 + x^2 + 1, over which 2 runs through all numbers but 0. */
    private static final int FIELD = 0b100101;

    public static ShortCode make(SecureRandom random) {
        StringBuilder text = new StringBuilder();
        random.ints(RANDOM, 0, DIGITS.length()).forEach(digit -> text.append(DIGITS.charAt(digit)));
        return new ShortCode(text.append(check(text)).toString());
    }

    /** As somebody types it: in any case, with hyphens or spaces, with O for 0 and I or L for 1. Nothing when mistyped. */
    public static Optional<ShortCode> read(String typed) {
        String text = typed.toUpperCase(Locale.ROOT)
                .replace("-", "")
                .replace(" ", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        boolean digits = text.length() == RANDOM + 1 && text.chars().allMatch(one -> DIGITS.indexOf(one) >= 0);
        return digits && check(text.substring(0, RANDOM)) == text.charAt(RANDOM)
                ? Optional.of(new ShortCode(text))
                : Optional.empty();
    }

    /** The digits weighted by the powers of 2 in the field of 32 elements. */
    private static char check(CharSequence digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            sum = twice(sum ^ DIGITS.indexOf(digits.charAt(i)));
        }
        return DIGITS.charAt(sum);
    }

    private static int twice(int element) {
        int doubled = element << 1;
        return doubled >= DIGITS.length() ? doubled ^ FIELD : doubled;
    }

    /** For people: two groups of five. */
    public String shown() {
        return text.substring(0, 5) + "-" + text.substring(5);
    }

    @Override
    public String toString() {
        return text;
    }
}
