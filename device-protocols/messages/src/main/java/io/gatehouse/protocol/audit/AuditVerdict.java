package io.gatehouse.protocol.audit;

import io.gatehouse.protocol.IntervalSet;
import java.util.function.Function;

/** What a verifier found in one log. */
public sealed interface AuditVerdict {

    /**
     * Every record is as it was signed.
     *
     * @param from number of the first record that is proven
     * @param upTo number of the last one
     * @param records how many of them are here; the others are {@code gaps}
     * @param gaps numbers that the gateway itself said are lost
     */
    record Sound(long from, long upTo, long records, int checkpoints, IntervalSet gaps) implements AuditVerdict {}

    /**
     * Something was changed.
     *
     * @param seq the number at which it first shows
     * @param provenTo up to this number everything is as it was signed
     */
    record Faulty(Fault fault, long seq, long provenTo) implements AuditVerdict {}

    default <R> R fold(Function<Sound, R> sound, Function<Faulty, R> faulty) {
        if (this instanceof Sound one) {
            return sound.apply(one);
        }
        return faulty.apply((Faulty) this);
    }
}
