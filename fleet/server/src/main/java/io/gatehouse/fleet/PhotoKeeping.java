package io.gatehouse.fleet;

import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.note.DeviceNotes;
import io.gatehouse.launch.StartRefusal;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes photos of notes whose time is over, as set; without a setting none. */
final class PhotoKeeping {

    private static final Logger LOG = LoggerFactory.getLogger(PhotoKeeping.class);
    private static final int EVERY_SECONDS = 3_600;

    private PhotoKeeping() {}

    /** Throws {@link StartRefusal} for less than a day. */
    static void begin(FleetSettings.Notes settings, FleetCore core, Clock clock) {
        settings.photosKeptDays().ifPresent(days -> {
            if (days < 1) {
                throw new StartRefusal(
                        "gatehouse.fleet.notes.photos-kept-days", "is " + days + "; a day is the least");
            }
            DeviceNotes notes = new DeviceNotes(core.jdbi(), core.keys(), clock);
            core.also(EVERY_SECONDS, "delete old photos of notes", () -> forget(notes, days));
        });
    }

    private static void forget(DeviceNotes notes, int days) {
        int gone = notes.forgetPhotos(Duration.ofDays(days));
        if (gone > 0) {
            LOG.info("{} photos of notes were deleted: they were older than {} days", gone, days);
        }
    }
}
