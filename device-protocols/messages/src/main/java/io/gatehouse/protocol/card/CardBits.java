package io.gatehouse.protocol.card;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Bits as a reader sent them, the first one first.
 *
 * @param length 1 to {@value #MAX_LENGTH}
 * @param value the bits as one number, the last bit its lowest
 */
public record CardBits(int length, BigInteger value) {

    /** Longer than any card format that readers pass on as bits. */
    public static final int MAX_LENGTH = 256;

    private static final Pattern ZEROS_AND_ONES = Pattern.compile("[01]{1,256}");
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{1,64}");
    // HID's 40-bit frame for formats of fewer than 37 bits: this bit is set, and a sentinel stands before the card's
    // first
    private static final int SHORT_FORMAT_MARK = 37;

    public CardBits {
        if (length < 1 || length > MAX_LENGTH || value.signum() < 0 || value.bitLength() > length) {
            throw new IllegalArgumentException("no " + length + " bits: " + value);
        }
    }

    /** Zeros and ones. */
    public static Decoded<CardBits> ofBits(String text) {
        return ZEROS_AND_ONES.matcher(text).matches()
                ? Decoded.ok(new CardBits(text.length(), new BigInteger(text, 2)))
                : Decoded.malformed(RefusalCode.OUT_OF_RANGE, "bits must be 1 to 256 zeros and ones");
    }

    /** Hex of the whole frame, its last bit the lowest: {@code 3A83702} with 26 bits. */
    public static Decoded<CardBits> ofHex(String hex, int length) {
        if (length < 1 || length > MAX_LENGTH) {
            return Decoded.malformed(RefusalCode.OUT_OF_RANGE, "a card has 1 to 256 bits, was " + length);
        }
        if (!HEX.matcher(hex).matches()) {
            return Decoded.malformed(RefusalCode.OUT_OF_RANGE, "bits must be 1 to 64 hex digits");
        }
        BigInteger value = new BigInteger(hex, 16);
        return value.bitLength() <= length
                ? Decoded.ok(new CardBits(length, value))
                : Decoded.malformed(RefusalCode.OUT_OF_RANGE, "these are more than " + length + " bits");
    }

    /** Hex with a one before the first bit, as proximity readers keep it; in HID's 40-bit frame behind its mark. */
    public static Decoded<CardBits> ofSentinel(String hex) {
        return ofHex(hex, MAX_LENGTH).then(framed -> {
            BigInteger value = framed.value;
            if (value.bitLength() == SHORT_FORMAT_MARK + 1) {
                value = value.clearBit(SHORT_FORMAT_MARK);
            }
            int length = value.bitLength() - 1;
            return length < 1
                    ? Decoded.malformed(RefusalCode.OUT_OF_RANGE, "no bits behind the sentinel")
                    : Decoded.ok(new CardBits(length, value.clearBit(length)));
        });
    }

    /** Hex of a BER bit string (X.690, 8.6.2): the first byte says how many of the last bits are filling. */
    public static Decoded<CardBits> ofBer(String hex) {
        if (!HEX.matcher(hex).matches() || hex.length() % 2 != 0 || hex.length() < 4) {
            return Decoded.malformed(RefusalCode.OUT_OF_RANGE, "a bit string has at least two bytes in hex");
        }
        int filling = Integer.parseInt(hex.substring(0, 2), 16);
        BigInteger all = new BigInteger(hex.substring(2), 16);
        int length = (hex.length() - 2) * 4 - filling;
        return filling > 7
                ? Decoded.malformed(RefusalCode.OUT_OF_RANGE, "at most 7 bits are filling, was " + filling)
                : Decoded.ok(new CardBits(length, all.shiftRight(filling)));
    }

    boolean at(int index) {
        return value.testBit(length - 1 - index);
    }

    /** The bits from the first to the last index, both included, as a number. */
    BigInteger field(int first, int last) {
        BigInteger mask = BigInteger.ONE.shiftLeft(last - first + 1).subtract(BigInteger.ONE);
        return value.shiftRight(length - 1 - last).and(mask);
    }

    /** How many ones there are from the first to the last index, both included. */
    int ones(int first, int last) {
        return field(first, last).bitCount();
    }

    /** The same bits with one of them turned over. */
    public CardBits flipped(int index) {
        return new CardBits(length, value.flipBit(length - 1 - index));
    }

    /** Upper-case hex without leading zeros, as {@link #ofHex} reads it. */
    public String hex() {
        return value.toString(16).toUpperCase(Locale.ROOT);
    }

    /** As the number of a {@link CardFormat#RAW} card: {@code 3A83702/26}. */
    public String raw() {
        return hex() + "/" + length;
    }

    /** Zeros and ones. */
    public String text() {
        String digits = value.toString(2);
        return "0".repeat(length - digits.length()) + digits;
    }
}
