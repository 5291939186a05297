package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.picture.Pictures;
import io.gatehouse.fleet.picture.Taken;
import io.gatehouse.fleet.web.call.Problem;
import java.util.Base64;

/** Pictures in requests: out of Base64, and why one is not taken. */
final class PictureWords {

    private PictureWords() {}

    /** Nothing at all when it is no Base64: that is no picture either, which is what is said of it. */
    static byte[] decoded(String data) {
        try {
            return Base64.getDecoder().decode(data);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** @param kinds what is taken, such as {@code a PNG or JPEG} */
    static Problem refused(Taken.Why why, String kinds) {
        return switch (why) {
            case NO_PICTURE ->
                new Problem(
                        400,
                        "NO_PICTURE",
                        "The data is not " + kinds + " in base64, or it is damaged.",
                        "Bring " + kinds + "; a drawing as plain SVG without entities.");
            case TOO_LARGE ->
                new Problem(
                        400,
                        "PICTURE_TOO_LARGE",
                        "The picture is larger than " + Pictures.MOST_BYTES / (1024 * 1024)
                                + " MiB, or the drawing than 2.",
                        "Bring a smaller one.");
            case TOO_MANY_PIXELS ->
                new Problem(
                        400,
                        "PICTURE_TOO_LARGE",
                        "The picture has more than " + Pictures.MOST_SIDE + " pixels a side or "
                                + Pictures.MOST_PIXELS / 1_000_000 + " million in all.",
                        "Scale it down.");
            case NO_SIZE ->
                new Problem(
                        400,
                        "NO_SIZE",
                        "The drawing does not say how large it is.",
                        "Give it a viewBox, or a width and height in units.");
        };
    }
}
