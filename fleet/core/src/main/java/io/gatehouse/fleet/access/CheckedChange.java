package io.gatehouse.fleet.access;

import io.gatehouse.fleet.sitebook.SiteBookQuery;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.SiteId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Makes a change within a transaction and takes it back when the site's configuration could not work with it. What was
 * wrong before keeps nobody from changing something else: it is only said.
 */
public final class CheckedChange {

    private static final String BEFORE = "before_change";

    private final Handle handle;
    private final SiteId site;
    private final SiteBookQuery books;

    public CheckedChange(Handle handle, Keys keys, SiteId site) {
        this.handle = handle;
        this.site = site;
        this.books = new SiteBookQuery(handle, keys);
    }

    /** For changes of rules: refused when it makes something impossible. */
    public Outcome make(Runnable change) {
        // one change of a site at a time: two that are fine each may not be together
        handle.execute("select 1 from site where id = ? for no key update", site.value());
        Set<Finding> before = new HashSet<>(findings());
        handle.savepoint(BEFORE);
        change.run();
        List<Finding> after = findings();
        boolean refused = after.stream().anyMatch(finding -> finding.refuses() && !before.contains(finding));
        if (refused) {
            handle.rollbackToSavepoint(BEFORE);
            return new Outcome(
                    false,
                    after.stream().filter(finding -> !before.contains(finding)).toList());
        }
        handle.releaseSavepoint(BEFORE);
        return new Outcome(true, after.stream().map(Finding::asWarning).toList());
    }

    /** What is to be said of the site as it is within this transaction. */
    public List<Finding> findings() {
        return AccessCheck.findings(books.configuration(site), headcount());
    }

    private Headcount headcount() {
        Map<Set<String>, Integer> byGroups = new HashMap<>();
        handle.createQuery("select groups, count(*) from person where site = ? and status = 'ACTIVE' group by groups")
                .bind(0, site.value())
                .map((row, c) -> Map.entry(
                        Set.copyOf(new HashSet<>(
                                Arrays.asList((String[]) row.getArray(1).getArray()))),
                        row.getInt(2)))
                .forEach(entry -> byGroups.merge(entry.getKey(), entry.getValue(), Integer::sum));
        Map<String, Set<String>> profiles = new HashMap<>();
        handle.createQuery("""
                        select distinct g, p from person m join credential c on c.site = m.site and c.person = m.id,
                            unnest(m.groups) g, unnest(c.profiles) p
                        where m.site = :site and m.status = 'ACTIVE' and c.state = 'ENABLED'
                            and exists (select 1 from access_rule where site = :site and kind = 'denials')
                        """)
                .bind("site", site.value())
                .map((row, c) -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(pair -> profiles.computeIfAbsent(pair.getKey(), g -> new HashSet<>())
                        .add(pair.getValue()));
        return new Headcount(byGroups, profiles);
    }
}
