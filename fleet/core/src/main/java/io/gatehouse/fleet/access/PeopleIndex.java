package io.gatehouse.fleet.access;

import io.gatehouse.fleet.sitebook.ChangeNotes;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.fleet.store.PersonNames;
import io.gatehouse.protocol.SiteId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Who is found by what is typed. The database has names only sealed, so they are searched here: a site's people in the order
 * in which they are spoken, kept in memory and brought up to date from what changed at each asking.
 * The first asking after a start opens every name: some microseconds each. Safe from any thread.
 */
public final class PeopleIndex {

    private static final int MOST_SITES = 64;
    /** Some 300 bytes each. */
    private static final int MOST_PEOPLE = 500_000;

    private static final Comparator<Entry> SPOKEN_ORDER =
            Comparator.comparing(Entry::pinyin).thenComparing(Entry::id);

    private final Jdbi jdbi;
    private final PersonNames names;
    private final Clock clock;
    /** Those that were asked for last come last. */
    private final Map<SiteId, Kept> sites = new LinkedHashMap<>(16, 0.75f, true);

    public PeopleIndex(Jdbi jdbi, Keys keys, Clock clock) {
        this.jdbi = jdbi;
        this.names = keys.names();
        this.clock = clock;
    }

    /**
     * Somebody, with what lists are narrowed by.
     *
     * @param lower name and id in lower case
     */
    record Entry(
            String id, String lower, String pinyin, String initials, String type, String status, List<String> groups) {}

    private record Kept(ChangeNotes.Seen seen, List<Entry> inOrder) {}

    /** What was typed: part of a name or id, or the beginning of a name's pinyin or of its initials. */
    private record Typed(String lower, String spoken) implements Predicate<Entry> {

        static Typed of(String text) {
            String lower = text.toLowerCase(Locale.ROOT);
            return new Typed(lower, lower.replaceAll("[^a-z0-9]", ""));
        }

        @Override
        public boolean test(Entry one) {
            return one.lower.contains(lower)
                    || (!spoken.isEmpty() && (one.pinyin.startsWith(spoken) || one.initials.startsWith(spoken)));
        }
    }

    /** The people of a page, in their order. */
    List<Entry> page(People.Filter filter) {
        return page(filter, one -> true);
    }

    /** @param among of those only */
    List<Entry> page(People.Filter filter, Predicate<String> among) {
        String text = filter.text();
        Predicate<Entry> wanted = text == null ? one -> true : Typed.of(text);
        String after = filter.after();
        String[] place = after == null ? new String[] {""} : after.split("/", 2);
        Entry last = new Entry(place.length > 1 ? place[1] : "", "", place[0], "", "", "", List.of());
        return upToDate(filter.site()).stream()
                .filter(one -> SPOKEN_ORDER.compare(one, last) > 0)
                .filter(one -> filter.type() == null || filter.type().equals(one.type))
                .filter(one -> filter.status() == null || filter.status().equals(one.status))
                .filter(one -> filter.group() == null || one.groups.contains(filter.group()))
                .filter(wanted)
                .filter(one -> among.test(one.id))
                .limit(filter.limit())
                .toList();
    }

    /** Ids of people whose name or id it is part of, or who are spoken like that; at most so many. */
    public List<String> ids(SiteId site, String text, int most) {
        return upToDate(site).stream()
                .filter(Typed.of(text))
                .limit(most)
                .map(Entry::id)
                .toList();
    }

    /** The sites that are searched when none is named. */
    public List<String> sites() {
        return jdbi.withHandle(handle -> handle.createQuery("select id from site order by id limit " + MOST_SITES)
                .mapTo(String.class)
                .list());
    }

    /** Reads all sites that fit, so that the first one to ask need not wait. */
    public void warmUp() {
        sites().forEach(site -> upToDate(new SiteId(site)));
    }

    private List<Entry> upToDate(SiteId site) {
        return jdbi.withHandle(handle -> {
            ChangeNotes notes = new ChangeNotes(handle);
            Instant now = clock.instant();
            ChangeNotes.Seen seen = notes.seenNow(site, now);
            Kept before = kept(site);
            List<Entry> fresh = before == null
                    ? all(handle, site)
                    : notes.since(before.seen, now)
                            .map(changed -> patched(handle, site, before.inOrder, changed.people()))
                            .orElseGet(() -> all(handle, site));
            keep(site, new Kept(seen, fresh));
            return fresh;
        });
    }

    private @Nullable Kept kept(SiteId site) {
        synchronized (sites) {
            return sites.get(site);
        }
    }

    /** What was not asked for lately goes when there are too many people. */
    private void keep(SiteId site, Kept kept) {
        synchronized (sites) {
            sites.put(site, kept);
            long people =
                    sites.values().stream().mapToLong(one -> one.inOrder.size()).sum();
            Iterator<Kept> eldest = sites.values().iterator();
            while (people > MOST_PEOPLE && sites.size() > 1) {
                people -= eldest.next().inOrder.size();
                eldest.remove();
            }
        }
    }

    private List<Entry> all(Handle handle, SiteId site) {
        return read(handle, site, null);
    }

    private List<Entry> patched(Handle handle, SiteId site, List<Entry> before, Set<String> changed) {
        if (changed.isEmpty()) {
            return before;
        }
        Map<String, Entry> now = new HashMap<>();
        read(handle, site, changed).forEach(one -> now.put(one.id, one));
        List<Entry> fresh = new ArrayList<>(before);
        fresh.removeIf(one -> changed.contains(one.id));
        fresh.addAll(now.values());
        fresh.sort(SPOKEN_ORDER);
        return fresh;
    }

    private List<Entry> read(Handle handle, SiteId site, @Nullable Set<String> ids) {
        return handle
                .createQuery("""
                        select id, name, type, status, groups from person
                        where site = :site and (:ids::text[] is null or id = any(:ids::text[]))
                        """)
                .bind("site", site.value())
                .bind("ids", ids == null ? null : ids.toArray(String[]::new))
                .map((row, context) -> entry(row))
                .list()
                .stream()
                .sorted(SPOKEN_ORDER)
                .toList();
    }

    private Entry entry(ResultSet row) throws SQLException {
        String column = row.getString("name");
        PersonNames.Spoken spoken = names.open(column)
                .map(one -> one.pinyin().isEmpty() ? PeopleTable.spoken(one.name()) : one)
                .orElseGet(() -> new PersonNames.Spoken(String.valueOf(names.shown(column)), "", ""));
        return new Entry(
                row.getString("id"),
                (spoken.name() + "\n" + row.getString("id")).toLowerCase(Locale.ROOT),
                spoken.pinyin(),
                spoken.initials(),
                row.getString("type"),
                row.getString("status"),
                List.of((String[]) row.getArray("groups").getArray()));
    }
}
