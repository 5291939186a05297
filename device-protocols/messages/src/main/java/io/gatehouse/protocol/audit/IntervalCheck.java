package io.gatehouse.protocol.audit;

import io.gatehouse.protocol.IntervalSet;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares the records that are here with the digests that were signed, and names the first that differs. */
final class IntervalCheck {

    /** A record as it came. */
    record Came(long seq, byte[] digest) {}

    /** Where it first differs, if anywhere. */
    record Difference(Fault fault, long seq) {}

    private final Checkpoint signed;
    private final List<Came> came;
    private IntervalSet missing = IntervalSet.EMPTY;
    private long sound;

    /** @param came the records of the checkpoint's numbers, in the order in which they came */
    IntervalCheck(Checkpoint signed, List<Came> came) {
        this.signed = signed;
        this.came = came;
    }

    /** Missing numbers are no difference yet: the gateway may have told that it lost them. */
    @Nullable
    Difference first() {
        int at = 0;
        for (long seq = signed.first(); seq <= signed.seq(); seq++) {
            if (at == came.size() || came.get(at).seq() > seq) {
                if (comesLater(seq, at)) {
                    return new Difference(Fault.SWAPPED, seq);
                }
                missing = missing.plus(seq);
                continue;
            }
            Came one = came.get(at);
            if (one.seq() < seq) {
                return new Difference(Fault.INSERTED, one.seq());
            }
            if (!Arrays.equals(one.digest(), signed.digest(seq))) {
                return new Difference(changed(seq, at), seq);
            }
            sound++;
            at++;
        }
        return at < came.size() ? new Difference(Fault.INSERTED, came.get(at).seq()) : null;
    }

    private boolean comesLater(long seq, int at) {
        return came.stream().skip(at).anyMatch(one -> one.seq() == seq);
    }

    /** What happened when the record of that number is another one: where do its bytes belong, where are the right ones? */
    private Fault changed(long seq, int at) {
        byte[] right = signed.digest(seq);
        byte[] here = came.get(at).digest();
        for (long other = seq + 1; other <= signed.seq(); other++) {
            int place = at + (int) (other - seq);
            boolean belongsThere = Arrays.equals(here, signed.digest(other));
            boolean rightOneIsThere =
                    place < came.size() && Arrays.equals(came.get(place).digest(), right);
            if (belongsThere && rightOneIsThere) {
                return Fault.SWAPPED;
            }
        }
        if (at + 1 < came.size() && Arrays.equals(came.get(at + 1).digest(), right)) {
            return Fault.INSERTED;
        }
        return seq < signed.seq() && Arrays.equals(here, signed.digest(seq + 1)) ? Fault.DELETED : Fault.EDITED;
    }

    /** Signed numbers that are not here; after {@link #first()}. */
    IntervalSet missing() {
        return missing;
    }

    /** How many records were found as signed; after {@link #first()}. */
    long sound() {
        return sound;
    }
}
