package io.gatehouse.patrol.judge;

import java.util.List;

/**
 * The longest series of readings that follows a strict round's order. Of several as long, the one that makes the earlier
 * stops, each as early as it can: so orienteering's results have it.
 */
final class StrictOrder {

    private StrictOrder() {}

    static void allot(List<StopWork> stops, List<Reading> readings) {
        int[][] longest = new int[stops.size() + 1][readings.size() + 1];
        for (int i = stops.size() - 1; i >= 0; i--) {
            for (int j = readings.size() - 1; j >= 0; j--) {
                int with = fits(stops.get(i), readings.get(j)) ? 1 + longest[i + 1][j + 1] : 0;
                longest[i][j] = Math.max(with, Math.max(longest[i + 1][j], longest[i][j + 1]));
            }
        }
        int from = 0;
        for (int i = 0; i < stops.size(); i++) {
            for (int j = from; j < readings.size(); j++) {
                if (fits(stops.get(i), readings.get(j)) && 1 + longest[i + 1][j + 1] == longest[i][from]) {
                    stops.get(i).madeBy(readings.get(j));
                    from = j + 1;
                    break;
                }
            }
        }
    }

    private static boolean fits(StopWork stop, Reading reading) {
        return reading.isFree()
                && reading.checkpoint().equals(stop.planned().checkpoint())
                && reading.fits(stop.planned());
    }
}
