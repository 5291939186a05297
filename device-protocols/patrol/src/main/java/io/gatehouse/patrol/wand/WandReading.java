package io.gatehouse.patrol.wand;

import io.gatehouse.protocol.patrol.CheckpointScan;
import java.util.List;
import java.util.Optional;

/**
 * What came of an upload.
 *
 * @param scans every record at a tag that is no officer's, known before or not; each has the same id each time
 * @param mark where the wand stands now, or nothing when the upload is not the wand's own
 * @param troubles what whoever uploads should know
 */
public record WandReading(
        UploadBatch batch, List<CheckpointScan> scans, Optional<WandMark> mark, List<WandTrouble> troubles) {

    public WandReading {
        scans = List.copyOf(scans);
        troubles = List.copyOf(troubles);
    }

    /** Whether it can be believed to be this site's own. */
    public boolean isOwn() {
        return mark.isPresent();
    }
}
