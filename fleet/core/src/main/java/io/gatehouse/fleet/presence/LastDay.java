package io.gatehouse.fleet.presence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What happened at each site in the last day, hour by hour: for how long its gateways were silent, and which alarms began.
 * Blocking; any thread.
 */
public final class LastDay {

    private static final int HOURS = 24;
    private static final Duration HOUR = Duration.ofHours(1);

    private final Jdbi jdbi;
    private final Clock clock;

    public LastDay(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** As REST shows it: the sites that are worst now or were lately come first. */
    public ObjectNode of(Reach reach) {
        Instant now = clock.instant();
        Instant from = now.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(HOURS - 1));
        Map<String, Site> sites = jdbi.withHandle(handle -> {
            Map<String, Site> all = sites(handle, reach);
            silences(handle, new Silence.Span(from, now)).forEach(silence -> {
                Site site = all.get(silence.site());
                if (site != null) {
                    silence.spread(site.silent);
                }
            });
            alarms(handle, from, all);
            return all;
        });
        ObjectNode json = Json.object().put("from", Json.time(from)).put("hours", HOURS);
        ArrayNode items = json.putArray("items");
        sites.values().stream()
                .sorted(Comparator.comparingInt(Site::badness).reversed().thenComparing(site -> site.id))
                .forEach(site -> items.add(site.json()));
        return json;
    }

    /** The hours of a site. Mutable; made and filled by one call. */
    private static final class Site {
        private final String id;
        private final String name;
        private final boolean heard;
        private final long[] silent = new long[HOURS];
        private final int[] alarms = new int[HOURS];
        private final int[] critical = new int[HOURS];

        Site(String id, String name, boolean heard) {
            this.id = id;
            this.name = name;
            this.heard = heard;
        }

        /** What is bad now weighs more than what was bad in any hour before. */
        int badness() {
            int badness = level(HOURS - 1) * HOURS * 2;
            for (int hour = 0; hour < HOURS; hour++) {
                badness += level(hour);
            }
            return badness;
        }

        private int level(int hour) {
            if (silent[hour] > 0 || critical[hour] > 0) {
                return 2;
            }
            return alarms[hour] > 0 ? 1 : 0;
        }

        ObjectNode json() {
            ObjectNode json = Json.object().put("site", id).put("name", name).put("heard", heard);
            ArrayNode cells = json.putArray("cells");
            for (int hour = 0; hour < HOURS; hour++) {
                cells.addObject()
                        .put("level", level(hour))
                        .put("silentMinutes", (silent[hour] + 59) / 60)
                        .put("alarms", alarms[hour])
                        .put("critical", critical[hour]);
            }
            return json;
        }
    }

    private static Map<String, Site> sites(Handle handle, Reach reach) {
        Map<String, Site> sites = new LinkedHashMap<>();
        handle.createQuery("""
                        select s.id, s.name, exists (select from gateway g where g.site = s.id and g.last_heard is not null)
                            as heard from site s where
                        """ + Reach.condition("s.id"))
                .bind("reach", reach.text())
                .map((row, context) -> new Site(row.getString("id"), row.getString("name"), row.getBoolean("heard")))
                .forEach(site -> sites.put(site.id, site));
        return sites;
    }

    private static void alarms(Handle handle, Instant from, Map<String, Site> sites) {
        handle.createQuery("""
                        select site, since, severity from alarm where since >= :from and masked_by is null
                        """)
                .bind("from", at(from))
                .map((row, context) -> {
                    Site site = sites.get(row.getString("site"));
                    Instant since = Columns.instant(row, "since");
                    if (site != null && since != null) {
                        int hour = (int) Math.min(
                                HOURS - 1, Duration.between(from, since).toHours());
                        site.alarms[hour]++;
                        site.critical[hour] += row.getString("severity").equals("CRITICAL") ? 1 : 0;
                    }
                    return 1;
                })
                .list();
    }

    /** How it stood before, and each change since, of every gateway. */
    private static List<Silence> silences(Handle handle, Silence.Span span) {
        List<Silence> silences = new ArrayList<>();
        Map<String, Silence> open = new LinkedHashMap<>();
        handle.createQuery("""
                        select g.site, g.id, c.now, coalesce(c.since, c.at) as began, c.at from gateway g cross join lateral (
                            (select p.now, p.since, p.at from presence_change p
                                where p.site = g.site and p.subject = '~' || g.id and p.at < :from order by p.at desc limit 1)
                            union all select p.now, p.since, p.at from presence_change p
                                where p.site = g.site and p.subject = '~' || g.id and p.at >= :from) c
                        order by g.site, g.id, c.at
                        """)
                .bind("from", at(span.from()))
                .map((row, context) -> {
                    String gateway = row.getString("id");
                    Silence before = open.remove(gateway);
                    Instant at = Columns.instant(row, "at");
                    if (before != null) {
                        silences.add(before.until(at));
                    }
                    if (row.getString("now").equals(Presence.OFFLINE.name())) {
                        open.put(
                                gateway, new Silence(row.getString("site"), span, Columns.instant(row, "began"), null));
                    }
                    return gateway;
                })
                .list();
        silences.addAll(open.values());
        return silences;
    }

    /** A time in which a gateway was not heard; without an end it goes on. */
    record Silence(
            String site,
            Span span,
            @Nullable Instant began,
            @Nullable Instant ended) {

        /** What is looked at. */
        record Span(Instant from, Instant now) {}

        Silence until(@Nullable Instant end) {
            return new Silence(site, span, began, end);
        }

        /** Adds its seconds to the hours in which they lie. */
        void spread(long[] hours) {
            Instant begin = began == null || began.isBefore(span.from) ? span.from : began;
            Instant end = ended == null || ended.isAfter(span.now) ? span.now : ended;
            for (int hour = 0; hour < hours.length; hour++) {
                Instant opens = span.from.plus(HOUR.multipliedBy(hour));
                Instant closes = opens.plus(HOUR);
                Instant one = begin.isAfter(opens) ? begin : opens;
                Instant other = end.isBefore(closes) ? end : closes;
                hours[hour] += Math.max(0, Duration.between(one, other).toSeconds());
            }
        }
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
