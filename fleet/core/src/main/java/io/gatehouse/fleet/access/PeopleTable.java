package io.gatehouse.fleet.access;

import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.fleet.store.PersonNames;
import io.gatehouse.protocol.sitebook.PersonRules;
import io.gatehouse.protocol.sitebook.PersonRules.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes people, many at once. */
public final class PeopleTable {

    private static final int TOGETHER = 2_000;

    private final Handle handle;
    private final String site;
    private final Keys keys;

    public PeopleTable(Handle handle, String site, Keys keys) {
        this.handle = handle;
        this.site = site;
        this.keys = keys;
    }

    /** @param name as the column has it */
    private record Now(String name, Status status, @Nullable PersonRules rules) {}

    /** Of somebody who is given twice, the last one counts. */
    public void write(List<PersonEntry> people) {
        Map<String, PersonEntry> byId = new LinkedHashMap<>();
        people.forEach(one -> byId.put(one.id(), one));
        List<PersonEntry> all = List.copyOf(byId.values());
        for (int from = 0; from < all.size(); from += TOGETHER) {
            writeSome(all.subList(from, Math.min(all.size(), from + TOGETHER)));
        }
    }

    /** In one statement: triggers cost as much for thousands of rows as for one. */
    private void writeSome(List<PersonEntry> people) {
        Map<String, Now> there = there(people);
        Map<String, String> columns = columns(people, there);
        RowColumns rows = new RowColumns(people.size(), "ids", "names", "types", "statuses", "groups", "rules");
        for (PersonEntry one : people) {
            Now now = there.get(one.id());
            PersonRules given = one.rules();
            PersonRules before = given != null ? given : now == null ? null : now.rules();
            Status status = status(one, now);
            PersonRules rules = before == null ? null : withStatus(before, status);
            rows.add(
                    one.id(),
                    columns.get(one.id()),
                    one.type(),
                    status.name(),
                    rules == null ? "" : String.join("\n", rules.groups()),
                    rules == null ? null : Json.write(rules));
        }
        rows.bindTo(handle.createUpdate("""
                        insert into person (site, id, name, type, active, status, groups, rules)
                        select :site, t.id, t.name, t.type, t.status = 'ACTIVE', t.status,
                            string_to_array(t.groups, chr(10)), t.rules::jsonb
                        from unnest(:ids::text[], :names::text[], :types::text[], :statuses::text[], :groups::text[],
                            :rules::text[]) as t (id, name, type, status, groups, rules)
                        on conflict (site, id) do update set name = excluded.name, type = excluded.type,
                            active = excluded.active, status = excluded.status, groups = excluded.groups,
                            rules = excluded.rules
                        """).bind("site", site)).execute();
    }

    /** Names as they are kept. Somebody keeps their key; who has none gets one, all of them in one step. */
    private Map<String, String> columns(List<PersonEntry> people, Map<String, Now> there) {
        PersonNames names = keys.names();
        Map<String, String> columns = new HashMap<>();
        Map<String, PersonNames.Spoken> keyless = new LinkedHashMap<>();
        for (PersonEntry one : people) {
            Now now = there.get(one.id());
            long key = now == null ? 0 : PersonNames.keyOf(now.name());
            if (now == null || key == 0 || !keys.erasable().exists(key)) {
                keyless.put(one.id(), spoken(one.name()));
            } else {
                boolean same = one.name().equals(names.shown(now.name()));
                columns.put(one.id(), same ? now.name() : names.seal(key, spoken(one.name())));
            }
        }
        columns.putAll(sealed(keys, keyless));
        return columns;
    }

    private static <K> Map<K, String> sealed(Keys keys, Map<K, PersonNames.Spoken> names) {
        Map<K, String> sealed = new HashMap<>();
        if (!names.isEmpty()) {
            Iterator<String> columns =
                    keys.names().sealNew(List.copyOf(names.values())).iterator();
            names.keySet().forEach(whose -> sealed.put(whose, columns.next()));
        }
        return sealed;
    }

    static PersonNames.Spoken spoken(String name) {
        Pinyin pinyin = Pinyin.of(name);
        return new PersonNames.Spoken(name, pinyin.whole(), pinyin.initials());
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
        Map<String, Now> there = new HashMap<>();
        handle.createQuery("select id, name, status, rules from person where site = :site and id = any(:ids)")
                .bind("site", site)
                .bind("ids", people.stream().map(PersonEntry::id).toArray(String[]::new))
                .map((row, c) -> {
                    String rules = row.getString("rules");
                    return Map.entry(
                            row.getString("id"),
                            new Now(
                                    row.getString("name"),
                                    Status.valueOf(row.getString("status")),
                                    rules == null ? null : Json.read(rules, PersonRules.class)));
                })
                .forEach(entry -> there.put(entry.getKey(), entry.getValue()));
        return there;
    }

    private record Whose(String site, String id) {}

    /** Seals names that were written before there were keys; a part of them at a time, returns how many there were. */
    static int sealOpenNames(Handle handle, Keys keys) {
        Map<Whose, PersonNames.Spoken> open = new LinkedHashMap<>();
        handle.createQuery("""
                        select site, id, name, pinyin, initials from person
                        where name not like 'sealed:%' and name not like 'erased-%' limit 5000 for update skip locked
                        """)
                .map((row, c) -> Map.entry(new Whose(row.getString(1), row.getString(2)), open(row)))
                .forEach(one -> open.put(one.getKey(), one.getValue()));
        RowColumns rows = new RowColumns(open.size(), "sites", "ids", "names");
        sealed(keys, open).forEach((one, column) -> rows.add(one.site(), one.id(), column));
        rows.bindTo(handle.createUpdate("""
                        update person p set name = t.name, pinyin = '', initials = ''
                        from unnest(:sites::text[], :ids::text[], :names::text[]) as t (site, id, name)
                        where p.site = t.site and p.id = t.id
                        """)).execute();
        return open.size();
    }

    private static PersonNames.Spoken open(ResultSet row) throws SQLException {
        String name = row.getString("name");
        String pinyin = row.getString("pinyin");
        return pinyin.isEmpty() ? spoken(name) : new PersonNames.Spoken(name, pinyin, row.getString("initials"));
    }
}
