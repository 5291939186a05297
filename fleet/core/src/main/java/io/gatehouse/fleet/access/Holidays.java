package io.gatehouse.fleet.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.sitebook.SiteBookQuery;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.calendar.HolidayCalendar;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteRules;
import io.gatehouse.protocol.sitebook.SiteRules.SpecialDays;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * China's holidays and the weekends that are worked for them: the years that came with this version and those that were
 * imported since, and the special days that a site takes over from them. Blocks; call on workers.
 */
public final class Holidays {

    private static final int LAST_YEAR = 2200;
    private static final int AHEAD_DAYS = 30;

    private final Jdbi jdbi;
    private final Keys keys;
    private final Clock clock;

    public Holidays(Jdbi jdbi, Keys keys, Clock clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.clock = clock;
    }

    private static HolidayCalendar calendar(Handle handle) {
        HolidayCalendar all = HolidayCalendar.china();
        for (String year : handle.createQuery("select content from holiday_year order by year")
                .mapTo(String.class)
                .list()) {
            HolidayCalendar before = all;
            // one that does not fit any more is left out: it was checked when it came
            all = all.with(year).fold(with -> with, refusal -> before);
        }
        return all;
    }

    /** The years that are published, each with its days off and its worked weekends. */
    public List<ObjectNode> years() {
        return jdbi.withHandle(handle -> {
            HolidayCalendar calendar = calendar(handle);
            return calendar.published().stream()
                    .map(year -> year(calendar, year))
                    .toList();
        });
    }

    private static ObjectNode year(HolidayCalendar calendar, int year) {
        ObjectNode json = Json.object().put("year", year);
        for (SpecialDays group : calendar.specialDays(year, year).groups()) {
            ArrayNode days = json.putArray(group.id().equals(HolidayCalendar.HOLIDAYS) ? "off" : "work");
            group.days().forEach(days::add);
        }
        return json;
    }

    /** Takes a year in that was published since; it takes the place of the same year. */
    public Outcome take(int year, String file, String by) {
        Optional<String> text = HolidayFile.read(year, file);
        if (text.isEmpty()) {
            return Outcome.refused(Finding.refusal("HOLIDAYS_UNREADABLE", "content"));
        }
        return jdbi.inTransaction(handle -> {
            Decoded<HolidayCalendar> with = calendar(handle).with(text.get());
            return with.fold(
                    calendar -> calendar.isPublished(year)
                            ? keep(handle, year, text.get(), by)
                            : Outcome.refused(
                                    Finding.refusal("YEAR_NOT_PUBLISHED", "year", "year", Integer.toString(year))),
                    refusal -> Outcome.refused(
                            Finding.refusal("BAD_VALUE", "content", "why", String.valueOf(refusal.message()))));
        });
    }

    private Outcome keep(Handle handle, int year, String text, String by) {
        handle.execute(
                "insert into holiday_year (year, content, imported_at, imported_by) values (?, ?, ?, ?)"
                        + " on conflict (year) do update set content = excluded.content,"
                        + " imported_at = excluded.imported_at, imported_by = excluded.imported_by",
                year,
                text,
                OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC),
                by);
        return Outcome.KEPT;
    }

    /** Gives the site the year's special days, beside those of other years that it has; both groups in one step. */
    public Outcome takeOver(SiteId site, int year) {
        return jdbi.inTransaction(handle -> {
            HolidayCalendar calendar = calendar(handle);
            if (year > LAST_YEAR || !calendar.isPublished(year)) {
                return Outcome.refused(Finding.refusal("YEAR_NOT_PUBLISHED", "year", "year", Integer.toString(year)));
            }
            SiteRules rules =
                    new SiteBookQuery(handle, keys).configuration(site).rules();
            List<SpecialDays> there = rules == null ? List.of() : rules.specialDays();
            Map<String, SpecialDays> groups = new TreeMap<>();
            for (SpecialDays group : calendar.specialDays(year, year).groups()) {
                groups.put(group.id(), merged(there, group, Integer.toString(year)));
            }
            return new CheckedChange(handle, keys, site)
                    .make(() -> new ThingTables(handle, site.value()).rules(ThingKind.SPECIAL_DAYS, groups));
        });
    }

    /**
     * Of a site that goes by these holidays: the year that has begun, or begins within a month, without a day of it. Its days
     * then count as ordinary ones.
     */
    public Optional<Finding> missing(SiteId site) {
        return jdbi.withHandle(handle -> {
            SiteBook book = new SiteBookQuery(handle, keys).configuration(site);
            String year = Integer.toString(LocalDate.ofInstant(clock.instant(), ZoneId.of(book.timeZone()))
                    .plusDays(AHEAD_DAYS)
                    .getYear());
            SiteRules rules = book.rules();
            boolean without = rules != null
                    && rules.specialDays().stream()
                            .filter(group -> group.id().equals(HolidayCalendar.HOLIDAYS))
                            .anyMatch(group -> group.days().stream().noneMatch(day -> day.startsWith(year)));
            return without
                    ? Optional.of(Finding.warning(
                            "HOLIDAYS_MISSING", "specialDays/" + HolidayCalendar.HOLIDAYS + "/days", "year", year))
                    : Optional.empty();
        });
    }

    /** The group as it stands at the site, with the year's days anew. */
    private static SpecialDays merged(List<SpecialDays> there, SpecialDays group, String year) {
        TreeSet<String> days = new TreeSet<>(group.days());
        Optional<SpecialDays> before =
                there.stream().filter(one -> one.id().equals(group.id())).findFirst();
        before.ifPresent(
                one -> one.days().stream().filter(day -> !day.startsWith(year)).forEach(days::add));
        return new SpecialDays(
                group.id(),
                before.map(SpecialDays::name).orElse(group.name()),
                List.copyOf(days),
                before.map(SpecialDays::likeWeekday).orElse(group.likeWeekday()));
    }
}
