package io.gatehouse.protocol.profile;

/**
 * Something that is wrong with a profile.
 *
 * @param line from 1; 0 when the profile was not a text
 * @param at the path to it, such as {@code metrics[2].unit}; "" for the whole
 * @param message what is wrong and what to do
 */
public record ProfileFault(int line, String at, String message) {

    @Override
    public String toString() {
        return (line > 0 ? "line " + line + ", " : "") + (at.isEmpty() ? "" : at + ": ") + message;
    }
}
