package io.gatehouse.patrol.judge;

/** What became of a stop: GeoVision's two bands around its window. */
public enum StopStatus {
    /** Its window, late scans included, has not ended, and nobody was there yet. */
    PENDING,
    EARLY,
    ON_TIME,
    LATE,
    MISSED;

    public boolean isMade() {
        return this == EARLY || this == ON_TIME || this == LATE;
    }
}
