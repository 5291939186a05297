package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Hashes;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.patrol.ScansTaken;
import io.gatehouse.patrol.wand.WandDesk;
import io.gatehouse.patrol.wand.WandFile;
import io.gatehouse.patrol.wand.WandMark;
import io.gatehouse.patrol.wand.WandReading;
import io.gatehouse.patrol.wand.WandUpload;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.patrol.CheckpointScan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Wands' files that somebody uploads. The same records again change nothing; what is wrong with a file is said, and what
 * can be read of it is kept with its doubt. Blocks.
 */
public final class WandUploads {

    private static final long DAY = 24 * 3_600_000L;
    private static final long MOST_JUDGED = 31 * DAY;
    /** So long a gateway looks at rounds that are over. */
    private static final long GATEWAYS_LOOK_BACK = 36 * 3_600_000L;

    private static final int MOST_LISTED = 100;

    private final Jdbi jdbi;
    private final Keys keys;
    private final Surroundings surroundings;

    WandUploads(Jdbi jdbi, Keys keys, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.surroundings = surroundings;
    }

    /**
     * What came of a file.
     *
     * @param report {@code wand, records, scans, newScans, kept, troubles}; {@code kept} is false for what is no wand's file
     *     at all
     * @param fresh what the site's gateways still look at and should hear; nothing when there is none
     */
    public record Read(ObjectNode report, Optional<ScansTaken> fresh) {}

    /** Takes a file. */
    public Read take(SiteId site, byte[] file, String by) {
        long now = surroundings.clock().millis();
        Read read = jdbi.inTransaction(handle -> {
            PatrolSite on = PatrolSite.of(handle, keys, site);
            return WandFile.read(file, on.zone())
                    .fold(
                            upload -> take(handle, on, new Came(upload, Hashes.sha256(file), by, now)),
                            refusal -> new Read(refused(refusal.message()), Optional.empty()));
        });
        ObjectNode report = read.report;
        if (report.path("newScans").asInt() > 0) {
            long from = Math.max(report.path("from").asLong(), now - MOST_JUDGED);
            new RoundKeeper(jdbi, keys, surroundings.clock())
                    .look(site, from - DAY / 2, Math.min(now, report.path("to").asLong() + DAY / 2));
        }
        report.remove(List.of("from", "to"));
        return read;
    }

    private record Came(WandUpload upload, String digest, String by, long at) {}

    private static ObjectNode refused(@Nullable String why) {
        ObjectNode report = Json.object()
                .put("kept", false)
                .put("wand", "")
                .put("records", 0)
                .put("scans", 0)
                .put("newScans", 0);
        report.putArray("troubles").addObject().put("code", "NOT_A_WAND_FILE").put("message", String.valueOf(why));
        return report;
    }

    private Read take(Handle handle, PatrolSite on, Came came) {
        String site = on.site().value();
        String wand = came.upload.batch().wand();
        // one upload of a wand at a time: where the last one ended decides about the next
        handle.execute("select pg_advisory_xact_lock(hashtextextended(?, 42))", site + "/" + wand);
        WandMark before = before(handle, site, wand, came.at);
        WandReading reading =
                new WandDesk(on.plan()).read(came.upload, before, EvidenceQuery.custody(handle, site, 0), came.at);
        int fresh = keep(handle, on.site(), reading.scans());
        ObjectNode report = Json.object()
                .put("kept", true)
                .put("wand", wand)
                .put("records", came.upload.records().size())
                .put("scans", reading.scans().size())
                .put("newScans", fresh);
        report.set("troubles", WireFormat.JSON.mapper().valueToTree(reading.troubles()));
        row(handle, on.site(), came, reading, report);
        LongSummaryStatistics times =
                reading.scans().stream().mapToLong(CheckpointScan::at).summaryStatistics();
        if (!reading.scans().isEmpty()) {
            report.put("from", times.getMin()).put("to", times.getMax());
        }
        List<CheckpointScan> today = reading.scans().stream()
                .filter(scan -> scan.at() >= came.at - GATEWAYS_LOOK_BACK)
                .toList();
        boolean says = reading.isOwn() || fresh > 0;
        return new Read(
                report,
                says
                        ? Optional.of(
                                new ScansTaken(reading.batch(), reading.mark().orElse(null), reading.troubles(), today))
                        : Optional.empty());
    }

    private static void row(Handle handle, SiteId site, Came came, WandReading reading, ObjectNode report) {
        ObjectNode kept = report.deepCopy().put("dockedAt", reading.batch().dockTime());
        handle.createUpdate("""
                        insert into patrol_upload (site, id, wand, at, by_whom, mark, report)
                        values (:site, :id, :wand, :at, :by, :mark::jsonb, :report::jsonb)
                        on conflict do nothing
                        """)
                .bind("site", site.value())
                .bind("id", came.digest)
                .bind("wand", reading.batch().wand())
                .bind("at", came.at)
                .bind("by", came.by)
                .bind("mark", reading.mark().map(Json::write).orElse(null))
                .bind("report", Json.write(kept))
                .execute();
    }

    /** Where the last reading of the wand ended, here or at a gateway. */
    private static @Nullable WandMark before(Handle handle, String site, String wand, long now) {
        Optional<WandMark> here = handle.createQuery(
                        "select mark from patrol_upload where site = ? and wand = ? and mark is not null order by at desc limit 1")
                .bind(0, site)
                .bind(1, wand)
                .map((row, context) -> Json.read(row.getString(1), WandMark.class))
                .findOne();
        return DockedWands.mark(handle, site, wand, now - MOST_JUDGED)
                .map(docked -> here.map(docked::further).orElse(docked))
                .or(() -> here)
                .orElse(null);
    }

    /** Keeps scans; how many say anything that was not known. */
    static int keep(Handle handle, SiteId site, List<CheckpointScan> scans) {
        if (scans.isEmpty()) {
            return 0;
        }
        try (PreparedBatch batch = handle.prepareBatch("""
                insert into patrol_scan (site, id, at, received_at, content)
                values (:site, :id, :at, :received, :content::jsonb)
                on conflict (site, id) do update set at = excluded.at, content = excluded.content
                where (jsonb_exists(patrol_scan.content -> 'doubts', 'SIGNATURE_WRONG')
                        and not jsonb_exists(excluded.content -> 'doubts', 'SIGNATURE_WRONG'))
                    or (jsonb_exists(patrol_scan.content -> 'doubts', 'SIGNATURE_WRONG')
                            = jsonb_exists(excluded.content -> 'doubts', 'SIGNATURE_WRONG')
                        and jsonb_exists(excluded.content, 'leftAt') and not jsonb_exists(patrol_scan.content, 'leftAt'))
                """)) {
            for (CheckpointScan scan : scans) {
                batch.bind("site", site.value())
                        .bind("id", scan.id())
                        .bind("at", scan.at())
                        .bind("received", scan.receivedAt())
                        .bind("content", Json.write(scan))
                        .add();
            }
            int fresh = 0;
            for (int rows : batch.execute()) {
                fresh += rows == 0 ? 0 : 1;
            }
            return fresh;
        }
    }

    /** The newest ones, with what was said of each; those that gateways read too. */
    public List<ObjectNode> list(SiteId site) {
        return jdbi.withHandle(handle -> {
            List<ObjectNode> all = new ArrayList<>(
                    handle.createQuery("select * from patrol_upload where site = ? order by at desc limit 100")
                            .bind(0, site.value())
                            .map((row, context) -> ((ObjectNode) Json.read(row.getString("report")))
                                    .put("at", row.getLong("at"))
                                    .put("by", row.getString("by_whom")))
                            .list());
            Set<String> here = all.stream().map(WandUploads::docking).collect(Collectors.toSet());
            DockedWands.list(handle, site.value(), surroundings.clock().millis() - MOST_JUDGED).stream()
                    .filter(one -> !here.contains(docking(one)))
                    .forEach(all::add);
            all.sort(Comparator.comparingLong((ObjectNode one) -> one.path("at").asLong())
                    .reversed());
            all.forEach(one -> {
                one.put("at", Json.time(one.path("at").asLong()));
                one.remove("dockedAt");
            });
            return all.stream().limit(MOST_LISTED).toList();
        });
    }

    /** What the fleet was brought and told the gateways comes back from them. */
    private static String docking(ObjectNode upload) {
        return upload.path("wand").asText() + " " + upload.path("dockedAt").asText();
    }
}
