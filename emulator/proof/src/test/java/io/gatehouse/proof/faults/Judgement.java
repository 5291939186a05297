package io.gatehouse.proof.faults;

import io.gatehouse.emulator.verify.Verdict;

/** What a row's site comes to at its end: its devices' events (I1 to I3), its doors (I6), and its evidence's proof (I7). */
record Judgement(Verdict verdict, Doors doors, Proof proof) {

    /** Events that devices were told are safe. */
    long events() {
        return verdict.acknowledged();
    }
}
