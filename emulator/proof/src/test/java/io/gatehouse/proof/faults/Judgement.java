package io.gatehouse.proof.faults;

import io.gatehouse.emulator.verify.Verdict;

/**
 * What a row's site comes to at its end.
 *
 * @param verdict on its devices' events (I1 to I3)
 * @param settled whether the fleet came to hold all that the gateway has
 * @param doors whether each lock that moved was granted (I6)
 * @param proof of its evidence (I7)
 */
record Judgement(Verdict verdict, boolean settled, Doors doors, Proof proof) {

    /** Events that devices were told are safe. */
    long events() {
        return verdict.acknowledged();
    }
}
