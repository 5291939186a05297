package io.gatehouse.fleet.picture;

import java.util.function.Function;

/** What became of bytes of which somebody says that they are a picture. */
public sealed interface Taken {

    /** It was drawn anew, and this is it. */
    record Clean(Picture picture) implements Taken {}

    /** It is not taken. */
    record Refused(Why why) implements Taken {}

    /** Why not. */
    enum Why {
        /** More than {@link Pictures#MOST_BYTES}. */
        TOO_LARGE,
        /** More than {@link Pictures#MOST_SIDE} a side, or {@link Pictures#MOST_PIXELS} in all. */
        TOO_MANY_PIXELS,
        /** Neither PNG nor JPEG, nor SVG where a drawing may be, or damaged. */
        NO_PICTURE,
        /** A drawing that does not say how large it is. */
        NO_SIZE
    }

    /** The answer for either case. */
    default <T> T fold(Function<Picture, T> clean, Function<Why, T> refused) {
        return this instanceof Clean done ? clean.apply(done.picture) : refused.apply(((Refused) this).why);
    }
}
