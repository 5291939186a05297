package io.gatehouse.fleet.picture;

import java.awt.image.BufferedImage;

/**
 * A picture upright, no larger than asked, and on white where it must be without transparency. Without the platform's
 * drawing, which wants a screen's libraries where a server has none.
 */
final class Redrawn {

    private static final int WHITE = 0xff;

    private Redrawn() {}

    /**
     * @param turn as {@link Orientation} has it
     * @param opaque whether it has to be without transparency
     */
    static BufferedImage of(BufferedImage image, int turn, int longest, boolean opaque) {
        int side = Math.max(image.getWidth(), image.getHeight());
        boolean asItIs = side <= longest && turn == Orientation.UPRIGHT;
        if (asItIs && !(opaque && image.getColorModel().hasAlpha())) {
            return image;
        }
        double scale = Math.min(1.0, (double) longest / side);
        int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
        boolean alpha = !opaque && image.getColorModel().hasAlpha();
        boolean lies = Orientation.lies(turn);
        BufferedImage drawn = new BufferedImage(
                lies ? height : width,
                lies ? width : height,
                alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            int[] rows = rows(image, y, height);
            for (int x = 0; x < width; x++) {
                int pixel = mean(rows, image.getWidth(), x, width);
                int[] to = Orientation.upright(turn, x, y, width, height);
                drawn.setRGB(to[0], to[1], alpha ? pixel : onWhite(pixel));
            }
        }
        return drawn;
    }

    /** The rows of the picture that make up row {@code y} of {@code height}. */
    private static int[] rows(BufferedImage image, int y, int height) {
        int from = (int) ((long) y * image.getHeight() / height);
        int to = Math.max(from + 1, (int) ((long) (y + 1) * image.getHeight() / height));
        return image.getRGB(0, from, image.getWidth(), to - from, null, 0, image.getWidth());
    }

    /** The mean of all pixels that fall into one. */
    private static int mean(int[] rows, int wide, int x, int width) {
        int from = (int) ((long) x * wide / width);
        int to = Math.max(from + 1, (int) ((long) (x + 1) * wide / width));
        long alpha = 0;
        long red = 0;
        long green = 0;
        long blue = 0;
        int count = 0;
        for (int row = 0; row < rows.length; row += wide) {
            for (int at = from; at < to; at++) {
                int pixel = rows[row + at];
                alpha += pixel >>> 24;
                red += (pixel >> 16) & 0xff;
                green += (pixel >> 8) & 0xff;
                blue += pixel & 0xff;
                count++;
            }
        }
        return argb(alpha / count, red / count, green / count, blue / count);
    }

    private static int onWhite(int pixel) {
        int alpha = pixel >>> 24;
        if (alpha == 0xff) {
            return pixel;
        }
        int red = blend((pixel >> 16) & 0xff, alpha);
        int green = blend((pixel >> 8) & 0xff, alpha);
        int blue = blend(pixel & 0xff, alpha);
        return argb(0, red, green, blue);
    }

    private static int argb(long alpha, long red, long green, long blue) {
        return (int) ((alpha << 24) | (red << 16) | (green << 8) | blue);
    }

    private static int blend(int colour, int alpha) {
        return (colour * alpha + WHITE * (0xff - alpha)) / 0xff;
    }
}
