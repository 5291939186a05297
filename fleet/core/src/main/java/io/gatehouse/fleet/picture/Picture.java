package io.gatehouse.fleet.picture;

import java.util.Locale;
import java.util.Objects;

/**
 * A picture that is safe to keep and to show.
 *
 * @param media {@code image/png}, {@code image/jpeg} or {@code image/svg+xml}, and the bytes are that
 * @param width in pixels, or in the drawing's own units
 * @param removed how many parts of a drawing were taken out, because they could act or fetch something
 */
public record Picture(String media, int width, int height, byte[] bytes, int removed) {

    static final String JPEG = "image/jpeg";
    static final String PNG = "image/png";
    static final String SVG = "image/svg+xml";

    public Picture {
        Objects.requireNonNull(media, "media");
        Objects.requireNonNull(bytes, "bytes");
        if (width <= 0 || height <= 0) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "a picture has a size, was %d x %d", width, height));
        }
    }
}
