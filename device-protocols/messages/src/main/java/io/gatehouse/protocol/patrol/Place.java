package io.gatehouse.protocol.patrol;

/**
 * Where something is.
 *
 * @param latitude degrees, WGS 84
 * @param longitude degrees, WGS 84
 * @param floor 0 is the ground floor
 * @param metres how far around counts as there; of a measured position: its accuracy
 */
public record Place(double latitude, double longitude, int floor, double metres) {

    private static final double EARTH_METRES = 6_371_000;

    public Place {
        if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
            throw new IllegalArgumentException("no such position: " + latitude + ", " + longitude);
        }
    }

    /** Metres between the two, as if on one floor. */
    public double metresTo(Place other) {
        double middle = Math.toRadians((latitude + other.latitude) / 2);
        double north = Math.toRadians(other.latitude - latitude);
        double east = Math.toRadians(other.longitude - longitude) * Math.cos(middle);
        return EARTH_METRES * Math.hypot(north, east);
    }
}
