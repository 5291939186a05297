package io.gatehouse.fleet.access;

import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.sitebook.PersonRules;
import io.gatehouse.protocol.sitebook.PersonRules.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Writes people, many at once. */
public final class PeopleTable {

    /** Up to so many are looked up one by one; more, and reading all of the site is quicker. */
    private static final int FEW = 200;

    private final Handle handle;
    private final String site;

    public PeopleTable(Handle handle, String site) {
        this.handle = handle;
        this.site = site;
    }

    private record Now(String name, Status status, @Nullable PersonRules rules, Pinyin pinyin) {}

    public void write(List<PersonEntry> people) {
        Map<String, Now> there = there(people);
        PreparedBatch batch = handle.prepareBatch("""
                insert into person (site, id, name, type, active, status, groups, pinyin, initials, rules)
                values (?, ?, ?, ?, ?, ?, string_to_array(?, chr(10)), ?, ?, ?::jsonb)
                on conflict (site, id) do update set name = excluded.name, type = excluded.type,
                    active = excluded.active, status = excluded.status, groups = excluded.groups,
                    pinyin = excluded.pinyin, initials = excluded.initials, rules = excluded.rules
                """);
        for (PersonEntry one : people) {
            Now now = there.get(one.id());
            PersonRules given = one.rules();
            PersonRules before = given != null ? given : now == null ? null : now.rules();
            Status status = status(one, now);
            PersonRules rules = before == null ? null : withStatus(before, status);
            Pinyin pinyin = now != null
                            && now.name().equals(one.name())
                            && !now.pinyin().whole().isEmpty()
                    ? now.pinyin()
                    : Pinyin.of(one.name());
            batch.add(
                    site,
                    one.id(),
                    one.name(),
                    one.type(),
                    status == Status.ACTIVE,
                    status.name(),
                    rules == null ? "" : String.join("\n", rules.groups()),
                    pinyin.whole(),
                    pinyin.initials(),
                    rules == null ? null : Json.write(rules));
        }
        batch.execute();
    }

    /** What is said of the status counts; else a bare "active", and else it stays as it is. */
    private static Status status(PersonEntry one, @Nullable Now now) {
        PersonRules rules = one.rules();
        Boolean active = one.active();
        Status said = rules != null ? rules.status() : now == null ? Status.ACTIVE : now.status();
        if (active == null || active == (said == Status.ACTIVE)) {
            return said;
        }
        return active ? Status.ACTIVE : Status.SUSPENDED;
    }

    private static PersonRules withStatus(PersonRules rules, Status status) {
        return new PersonRules(
                status,
                rules.groups(),
                rules.clearance(),
                rules.exemptions(),
                rules.extendedTime(),
                rules.validFrom(),
                rules.validTo(),
                rules.watch(),
                rules.accompanied(),
                rules.traced(),
                rules.host(),
                rules.consent());
    }

    private Map<String, Now> there(List<PersonEntry> people) {
        String some = people.size() <= FEW ? " and id = any(:ids)" : "";
        Query query = handle.createQuery(
                        "select id, name, status, rules, pinyin, initials from person where site = :site" + some)
                .bind("site", site);
        if (!some.isEmpty()) {
            query.bind("ids", people.stream().map(PersonEntry::id).toArray(String[]::new));
        }
        Map<String, Now> there = new HashMap<>();
        query.map((row, c) -> {
                    String rules = row.getString("rules");
                    return Map.entry(
                            row.getString("id"),
                            new Now(
                                    row.getString("name"),
                                    Status.valueOf(row.getString("status")),
                                    rules == null ? null : Json.read(rules, PersonRules.class),
                                    new Pinyin(row.getString("pinyin"), row.getString("initials"))));
                })
                .forEach(entry -> there.put(entry.getKey(), entry.getValue()));
        return there;
    }

    private record Nameless(String site, String id, String name) {}

    /** Makes the pinyin of people who came before there was any; returns how many there were. */
    static int fillPinyin(Handle handle) {
        List<Nameless> missing = handle.createQuery("select site, id, name from person where pinyin = '' limit 5000")
                .map((row, c) -> new Nameless(row.getString(1), row.getString(2), row.getString(3)))
                .list();
        PreparedBatch batch =
                handle.prepareBatch("update person set pinyin = ?, initials = ? where site = ? and id = ?");
        missing.forEach(one -> {
            Pinyin pinyin = Pinyin.of(one.name());
            // a name without a letter must not come again and again
            String whole = pinyin.whole().isEmpty() ? "?" : pinyin.whole();
            batch.add(whole, pinyin.initials(), one.site(), one.id());
        });
        batch.execute();
        return missing.size();
    }
}
