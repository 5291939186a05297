package io.gatehouse.access;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.PackedCredentials;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.Factor;
import org.jspecify.annotations.Nullable;

/**
 * A credential at a reader, with all that is known before the decision.
 *
 * @param point number of the access point in the book, or {@link AccessBook#NOTHING}
 * @param refHigh first half of the credential's reference
 * @param factor how it was shown
 * @param pin what came of the PIN that was given with it or after it
 * @param match what came of the face or fingerprint, on the device
 * @param fault what is wrong with its bits or its signature, or nothing
 * @param at the moment to judge by, milliseconds since 1970
 * @param timeTrusted whether {@code at} may decide about rights with an end
 * @param live happens now; one that is told later is judged without the site's state and changes nothing
 * @param chance 0 to 99, for random searches
 * @param resumed what it had waited for, or nothing
 */
public record Read(
        int point,
        long refHigh,
        long refLow,
        Factor factor,
        Proof pin,
        Proof match,
        @Nullable ReasonCode fault,
        long at,
        boolean timeTrusted,
        boolean live,
        int chance,
        @Nullable Resumed resumed) {

    /** Never picked for a search. */
    private static final int NO_CHANCE = 100;

    /** A plain live read under a clock that is trusted. */
    public static Read of(int point, long refHigh, long refLow, long at) {
        return new Read(
                point, refHigh, refLow, Factor.CARD, Proof.NONE, Proof.NONE, null, at, true, true, NO_CHANCE, null);
    }

    /** The same by a reference in hex. */
    public static Read of(int point, String ref, long at) {
        return of(point, PackedCredentials.high(ref), PackedCredentials.low(ref), at);
    }

    /** The same with another credential. */
    public Read with(String ref) {
        return new Read(
                point,
                PackedCredentials.high(ref),
                PackedCredentials.low(ref),
                factor,
                pin,
                match,
                fault,
                at,
                timeTrusted,
                live,
                chance,
                resumed);
    }

    public Read by(Factor how) {
        return new Read(point, refHigh, refLow, how, pin, match, fault, at, timeTrusted, live, chance, resumed);
    }

    public Read pin(Proof proof) {
        return new Read(point, refHigh, refLow, factor, proof, match, fault, at, timeTrusted, live, chance, resumed);
    }

    public Read match(Proof proof) {
        return new Read(point, refHigh, refLow, factor, pin, proof, fault, at, timeTrusted, live, chance, resumed);
    }

    public Read fault(@Nullable ReasonCode found) {
        return new Read(point, refHigh, refLow, factor, pin, match, found, at, timeTrusted, live, chance, resumed);
    }

    public Read timeTrusted(boolean trusted) {
        return new Read(point, refHigh, refLow, factor, pin, match, fault, at, trusted, live, chance, resumed);
    }

    /** One that is told later. */
    public Read late() {
        return new Read(point, refHigh, refLow, factor, pin, match, fault, at, timeTrusted, false, chance, resumed);
    }

    public Read chance(int drawn) {
        return new Read(point, refHigh, refLow, factor, pin, match, fault, at, timeTrusted, live, drawn, resumed);
    }

    Read resumed(Resumed how, long when) {
        return new Read(point, refHigh, refLow, factor, pin, match, fault, when, timeTrusted, live, NO_CHANCE, how);
    }

    /** What makes two reads the same for the debounce: one credential shown one way. */
    long debounceKey() {
        return refLow * 31 + refHigh * 7 + factor.ordinal() + 1;
    }
}
