package io.gatehouse.protocol.card;

import java.util.function.Function;

/** What bits turned out to be: a card, or the reason why they are none. */
public sealed interface CardRead {

    /**
     * A card. Format, facility and number together are its identity.
     *
     * @param facility 0 when the format has none
     * @param number decimal, without leading zeros; of {@link CardFormat#RAW} the bits, such as {@code 3A83702/26}
     */
    record Card(CardFormat format, int facility, String number) implements CardRead {

        /** What a reader sends for it. */
        public CardBits bits() {
            return format.bits(facility, number);
        }
    }

    /** @param message for people; it never holds the card's number */
    record Unreadable(CardFault fault, String message) implements CardRead {}

    default <R> R fold(Function<Card, R> card, Function<Unreadable, R> unreadable) {
        return this instanceof Card c ? card.apply(c) : unreadable.apply((Unreadable) this);
    }
}
