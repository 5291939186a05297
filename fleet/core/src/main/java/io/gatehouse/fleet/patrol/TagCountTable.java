package io.gatehouse.fleet.patrol;

import io.gatehouse.patrol.judge.Replays;
import io.gatehouse.patrol.judge.TagCount;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.Mark;
import io.gatehouse.protocol.patrol.PatrolPlan;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * How far counting tags have come: kept when the scans that told it are deleted, so that no span of time is judged without
 * what was read before it. Counts of tags are no records of people. Within a transaction.
 */
final class TagCountTable {

    private TagCountTable() {}

    /** How far each tag of the plan had come before that time, in milliseconds since 1970. */
    static List<TagCount> before(Handle handle, SiteId site, PatrolPlan plan, long from) {
        String[] tags = plan.checkpoints().stream()
                .flatMap(checkpoint -> checkpoint.marks().stream())
                .filter(mark -> !mark.kind().isIncidental())
                .map(mark -> Mark.number(mark.value()))
                .distinct()
                .toArray(String[]::new);
        return handle.createQuery("""
                        select furthest.* from unnest(:tags) as wanted (tag) cross join lateral (
                            select * from patrol_tag_count c where c.site = :site and c.tag = wanted.tag and c.at < :from
                            order by c.count desc, c.at limit 1) furthest
                        """)
                .bindArray("tags", String.class, (Object[]) tags)
                .bind("site", site.value())
                .bind("from", from)
                .map((row, context) -> new TagCount(
                        row.getString("tag"), row.getLong("count"), row.getLong("at"), row.getString("scan")))
                .list();
    }

    /** Keeps what these scans tell; the same again changes nothing, unless its time is known better. */
    static void keep(Handle handle, SiteId site, Collection<CheckpointScan> scans) {
        List<TagCount> counts =
                scans.stream().flatMap(scan -> Replays.countOf(scan).stream()).toList();
        if (counts.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        insert into patrol_tag_count (site, tag, count, scan, at)
                        select :site, * from unnest(:tags, :counts, :scans, :ats)
                        on conflict (site, tag, count, scan) do update set at = excluded.at
                        where patrol_tag_count.at <> excluded.at
                        """)
                .bind("site", site.value())
                .bindArray(
                        "tags", String.class, counts.stream().map(TagCount::tag).toArray())
                .bindArray(
                        "counts",
                        Long.class,
                        counts.stream().map(TagCount::count).toArray())
                .bindArray(
                        "scans",
                        String.class,
                        counts.stream().map(TagCount::scan).toArray())
                .bindArray("ats", Long.class, counts.stream().map(TagCount::at).toArray())
                .execute();
    }

    /** Forgets what is older, but not how far a tag had come. */
    static void forget(Handle handle, SiteId site, long before) {
        handle.execute(
                "delete from patrol_tag_count c where c.site = ? and c.at < ? and exists (select from patrol_tag_count h"
                        + " where h.site = c.site and h.tag = c.tag and h.count > c.count and h.at < ?)",
                site.value(),
                before,
                before);
    }
}
