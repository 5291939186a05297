package io.gatehouse.fleet.pdf;

/**
 * The size of a page, in millimetres.
 *
 * @param margin what stays free on every side
 */
public record Paper(double width, double height, double margin) {

    public static final Paper A4 = new Paper(210, 297, 15);

    /** PDF counts in 1/72 inch. */
    private static final double POINTS_PER_MILLIMETRE = 72 / 25.4;

    public Paper {
        if (width <= 0 || height <= 0 || margin < 0 || 2 * margin >= Math.min(width, height)) {
            throw new IllegalArgumentException("no page: " + width + " x " + height + ", margin " + margin);
        }
    }

    static float points(double millimetres) {
        return (float) (millimetres * POINTS_PER_MILLIMETRE);
    }

    static double millimetres(float points) {
        return points / POINTS_PER_MILLIMETRE;
    }
}
