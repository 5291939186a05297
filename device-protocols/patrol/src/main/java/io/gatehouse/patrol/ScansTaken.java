package io.gatehouse.patrol;

import io.gatehouse.patrol.wand.UploadBatch;
import io.gatehouse.patrol.wand.WandMark;
import io.gatehouse.patrol.wand.WandTrouble;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scans as a gateway took them: the body of a {@code PatrolScansTaken} event. An upload of many goes in several.
 *
 * @param batch of a wand: which upload, or nothing
 * @param mark of a wand: where it stands after the upload, in the last part, or nothing
 * @param troubles of a wand: what was wrong, in the last part
 */
public record ScansTaken(
        @Nullable UploadBatch batch, @Nullable WandMark mark, List<WandTrouble> troubles, List<CheckpointScan> scans) {

    /** So many fit into a journal record with room to spare. */
    public static final int MOST_TOGETHER = 100;

    public ScansTaken {
        troubles = List.copyOf(troubles);
        scans = List.copyOf(scans);
    }

    /** Scans that no wand brought. */
    public static ScansTaken of(List<CheckpointScan> scans) {
        return new ScansTaken(null, null, List.of(), scans);
    }

    public static Decoded<ScansTaken> of(SiteEvent event) {
        return event.body() == null
                ? Decoded.malformed(RefusalCode.MISSING_FIELD, "the event has no body")
                : WireFormat.CBOR.read(WireFormat.CBOR.write(event.body()), ScansTaken.class);
    }

    /** The same in parts, each small enough for a record; what is told once stands in the last. */
    public List<ScansTaken> parts() {
        return parts(MOST_TOGETHER);
    }

    /** The same in parts of at most so many scans. */
    public List<ScansTaken> parts(int most) {
        List<ScansTaken> parts = new ArrayList<>();
        int from = 0;
        while (scans.size() - from > most) {
            parts.add(new ScansTaken(batch, null, List.of(), scans.subList(from, from + most)));
            from += most;
        }
        parts.add(new ScansTaken(batch, mark, troubles, scans.subList(from, scans.size())));
        return parts;
    }
}
