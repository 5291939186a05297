package io.gatehouse.protocol.card;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How bits become a card: first and last index of the facility code and of the number, and which bits the two parities
 * cover (the domain reference, a.8). The first bit makes the bits up to {@code evenTo} even in number, the last one makes
 * those from {@code oddFrom} odd.
 */
public enum CardFormat {
    WIEGAND26("H10301", 26, new Span(1, 8), new Span(9, 24), 12, 13),
    WIEGAND34("H10306", 34, new Span(1, 16), new Span(17, 32), 16, 17),
    /** 37 bits with a facility code. */
    WIEGAND37("H10304", 37, new Span(1, 16), new Span(17, 35), 18, 18),
    /** 37 bits without a facility code. */
    H10302("H10302", 37, Span.NONE, new Span(1, 35), 18, 18),
    /** Any bits, taken as they are; without parity nothing tells a misread one. */
    RAW("RAW", 0, Span.NONE, Span.NONE, 0, 0);

    private record Span(int first, int last) {
        static final Span NONE = new Span(0, -1);

        int width() {
            return last - first + 1;
        }

        BigInteger most() {
            return BigInteger.ONE.shiftLeft(width()).subtract(BigInteger.ONE);
        }
    }

    private final String makersName;
    private final int length;
    private final Span facility;
    private final Span number;
    private final int evenTo;
    private final int oddFrom;

    CardFormat(String makersName, int length, Span facility, Span number, int evenTo, int oddFrom) {
        this.makersName = makersName;
        this.length = length;
        this.facility = facility;
        this.number = number;
        this.evenTo = evenTo;
        this.oddFrom = oddFrom;
    }

    /** By the name on the wire or the maker's ({@code WIEGAND26}, {@code H10301}), in any case. */
    public static Optional<CardFormat> named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (CardFormat format : values()) {
            if (format.name().equals(upper) || format.makersName.equals(upper)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** Bits of a frame; 0 for {@link #RAW}, which has no length of its own. */
    public int length() {
        return length;
    }

    public boolean hasFacility() {
        return facility.width() > 0;
    }

    /** @param facilities the site's own facility codes; empty: any */
    public CardRead read(CardBits bits, Set<Integer> facilities) {
        if (this == RAW) {
            return new CardRead.Card(this, 0, bits.raw());
        }
        if (bits.length() != length) {
            return new CardRead.Unreadable(
                    CardFault.BAD_FORMAT, name() + " has " + length + " bits, these are " + bits.length());
        }
        boolean even = bits.ones(0, evenTo) % 2 == 0;
        boolean odd = bits.ones(oddFrom, length - 1) % 2 == 1;
        if (!even || !odd) {
            return new CardRead.Unreadable(CardFault.PARITY_ERROR, "a bit is wrong; present the card again");
        }
        int code = hasFacility() ? bits.field(facility.first, facility.last).intValueExact() : 0;
        if (hasFacility() && !facilities.isEmpty() && !facilities.contains(code)) {
            return new CardRead.Unreadable(
                    CardFault.FACILITY_CODE_MISMATCH, "facility " + code + " is none of this site's");
        }
        return new CardRead.Card(
                this, code, bits.field(number.first, number.last).toString());
    }

    /** The card with this facility code and number, when the format has room for both. */
    public CardRead card(int facilityCode, String cardNumber) {
        if (this == RAW) {
            return rawBits(cardNumber).isPresent() && facilityCode == 0
                    ? new CardRead.Card(this, 0, cardNumber)
                    : new CardRead.Unreadable(CardFault.BAD_FORMAT, "raw bits are written HEX/LENGTH");
        }
        boolean fits = facilityCode >= 0
                && BigInteger.valueOf(facilityCode).compareTo(facility.most()) <= 0
                && cardNumber.matches("[0-9]{1,12}")
                && new BigInteger(cardNumber).compareTo(number.most()) <= 0;
        return fits
                ? new CardRead.Card(this, facilityCode, new BigInteger(cardNumber).toString())
                : new CardRead.Unreadable(
                        CardFault.BAD_FORMAT,
                        name() + " has facility 0 to " + facility.most() + " and number 0 to " + number.most());
    }

    CardBits bits(int facilityCode, String cardNumber) {
        if (this == RAW) {
            return rawBits(cardNumber).orElseThrow();
        }
        BigInteger value = BigInteger.valueOf(facilityCode)
                .shiftLeft(hasFacility() ? length - 1 - facility.last : 0)
                .or(new BigInteger(cardNumber).shiftLeft(length - 1 - number.last));
        CardBits bare = new CardBits(length, value);
        CardBits evened = bare.ones(0, evenTo) % 2 == 0 ? bare : bare.flipped(0);
        return evened.ones(oddFrom, length - 1) % 2 == 1 ? evened : evened.flipped(length - 1);
    }

    private static Optional<CardBits> rawBits(String hexAndLength) {
        String[] parts = hexAndLength.split("/", 2);
        if (parts.length != 2 || !parts[1].matches("[0-9]{1,3}")) {
            return Optional.empty();
        }
        return CardBits.ofHex(parts[0], Integer.parseInt(parts[1])).fold(Optional::of, refusal -> Optional.empty());
    }
}
