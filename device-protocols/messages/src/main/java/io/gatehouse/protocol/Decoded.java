package io.gatehouse.protocol;

import java.util.function.Function;

/** What became of bytes from outside: a message, or the reason why they are none. Malformed input is a value. */
public sealed interface Decoded<T> {

    /** The bytes were a message. */
    record Ok<T>(T value) implements Decoded<T> {}

    /** The bytes were no message; the refusal says what to mend. */
    record Malformed<T>(Refusal refusal) implements Decoded<T> {}

    static <T> Decoded<T> ok(T value) {
        return new Ok<>(value);
    }

    static <T> Decoded<T> malformed(RefusalCode code, String message) {
        return new Malformed<>(new Refusal(code, message));
    }

    default <R> R fold(Function<T, R> ok, Function<Refusal, R> malformed) {
        if (this instanceof Ok<T> o) {
            return ok.apply(o.value());
        }
        return malformed.apply(((Malformed<T>) this).refusal());
    }

    default <R> Decoded<R> then(Function<T, Decoded<R>> next) {
        return fold(next, refusal -> new Malformed<>(refusal));
    }
}
