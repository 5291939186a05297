package io.gatehouse.protocol.pass;

import java.util.function.Function;

/** What became of a check: the thing that was shown and the use that it still has, or why it opens nothing. */
public sealed interface Checked<T> {

    /** @param use to be spent when it is made use of; a second spending of the same one fails */
    record Good<T>(T value, Use use) implements Checked<T> {}

    record Refused<T>(PassRefusal refusal) implements Checked<T> {}

    static <T> Checked<T> refused(PassRefusal refusal) {
        return new Refused<>(refusal);
    }

    default <R> R fold(Function<Good<T>, R> good, Function<PassRefusal, R> refused) {
        return this instanceof Good<T> g ? good.apply(g) : refused.apply(((Refused<T>) this).refusal());
    }
}
