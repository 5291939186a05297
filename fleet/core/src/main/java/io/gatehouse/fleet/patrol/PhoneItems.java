package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.patrol.phone.PhoneItem;
import io.gatehouse.patrol.phone.PhoneReport;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.patrol.CheckpointScan;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Keeps what phones tell, item by item, each once. Within one transaction. */
record PhoneItems(Handle handle, SiteId site, long now) {

    /** Whether it says anything that was not known. */
    boolean scan(CheckpointScan scan) {
        TagCountTable.keep(handle, site, List.of(scan));
        return WandUploads.keep(handle, site, List.of(scan)) > 0;
    }

    void photo(String officer, PhoneItem.Photo photo) {
        handle.execute(
                "insert into patrol_photo (site, id, officer, media_type, received_at, bytes)"
                        + " values (?, ?, ?, ?, ?, ?) on conflict do nothing",
                site.value(),
                photo.id(),
                officer,
                photo.mediaType(),
                now,
                photo.bytes());
    }

    /** Whether it is new. */
    boolean report(PhoneReport report) {
        boolean fresh = handle.execute(
                        "insert into patrol_report (site, id, kind, officer, at, received_at, content)"
                                + " values (?, ?, ?, ?, ?, ?, ?::jsonb) on conflict do nothing",
                        site.value(),
                        report.id(),
                        report.kind(),
                        report.officer(),
                        report.at(),
                        now,
                        Json.write(report))
                > 0;
        if (fresh) {
            Signatures.keep(handle, site, report);
        }
        if (fresh && (report.endsAlarm() || report.tellsIncident() || report.callsForHelp())) {
            ObjectNode finding = Json.object()
                    .put("kind", report.kind())
                    .put("since", report.at())
                    .put("note", report.text());
            finding.putArray("officers").add(report.officer());
            report.photos().forEach(photo -> finding.withArray("photos").add(photo));
            if (report.endsAlarm()) {
                finding.put("supersedes", report.of() == null ? report.phone() + "/" : report.of());
            }
            FindingTable.put(handle, site, report.id(), now, finding);
        }
        return fresh;
    }
}
