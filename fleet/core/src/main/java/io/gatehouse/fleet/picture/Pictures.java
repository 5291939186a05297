package io.gatehouse.fleet.picture;

import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * Takes pictures in. What a picture is, its first bytes say, never its name. It is decoded and encoded again: place, time
 * and device that cameras write into it are not kept, and neither is anything that hides behind it. A photo that was held
 * upright stays upright.
 */
public final class Pictures {

    /** A plan of a floor as offices have it is far below; larger ones make every page slow. */
    public static final int MOST_BYTES = 8 * 1024 * 1024;
    /** A drawing is read as a whole. */
    private static final int MOST_DRAWING_BYTES = 2 * 1024 * 1024;

    public static final int MOST_SIDE = 8_000;
    /** Decoded they are held in memory, four bytes each. */
    public static final int MOST_PIXELS = 24_000_000;

    /** Enough to read a type plate. */
    private static final int PHOTO_SIDE = 2_048;

    private static final float PHOTO_QUALITY = 0.85f;
    private static final float PLAN_QUALITY = 0.92f;

    private Pictures() {}

    /** A plan: PNG or JPEG in its own size, or a drawing in SVG without what could act. */
    public static Taken plan(byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            return refused(Taken.Why.TOO_LARGE);
        }
        return switch (Format.of(bytes)) {
            case PNG, JPEG -> raster(bytes, MOST_SIDE, false);
            case SVG -> bytes.length > MOST_DRAWING_BYTES ? refused(Taken.Why.TOO_LARGE) : CleanDrawing.of(bytes);
            case OTHER -> refused(Taken.Why.NO_PICTURE);
        };
    }

    /** A photo: PNG or JPEG; what comes out is a JPEG of at most 2,048 pixels a side. */
    public static Taken photo(byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            return refused(Taken.Why.TOO_LARGE);
        }
        return switch (Format.of(bytes)) {
            case PNG, JPEG -> raster(bytes, PHOTO_SIDE, true);
            case SVG, OTHER -> refused(Taken.Why.NO_PICTURE);
        };
    }

    private static Taken raster(byte[] bytes, int longest, boolean photo) {
        Format format = Format.of(bytes);
        Optional<Raster.Size> size = Raster.size(bytes, format);
        if (size.isEmpty()) {
            return refused(Taken.Why.NO_PICTURE);
        }
        if (size.get().exceeds(MOST_SIDE, MOST_PIXELS)) {
            return refused(Taken.Why.TOO_MANY_PIXELS);
        }
        int turn = format == Format.JPEG ? Orientation.of(bytes) : Orientation.UPRIGHT;
        boolean jpeg = photo || format == Format.JPEG;
        return Raster.read(bytes, format)
                .map(image -> Redrawn.of(image, turn, longest, jpeg))
                .map(image -> done(image, jpeg, photo ? PHOTO_QUALITY : PLAN_QUALITY))
                .orElseGet(() -> refused(Taken.Why.NO_PICTURE));
    }

    private static Taken done(BufferedImage image, boolean jpeg, float quality) {
        byte[] bytes = jpeg ? Raster.jpeg(image, quality) : Raster.png(image);
        String media = jpeg ? Picture.JPEG : Picture.PNG;
        return new Taken.Clean(new Picture(media, image.getWidth(), image.getHeight(), bytes, 0));
    }

    private static Taken refused(Taken.Why why) {
        return new Taken.Refused(why);
    }
}
