package io.gatehouse.fleet.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.search.Condition;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.PersonRules;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The people of sites. A change of a person is never refused for what rules then miss: somebody who left has left. */
public final class People {

    private static final int TOGETHER = 1_000;

    private final Jdbi jdbi;
    private final Keys keys;
    private final PeopleIndex index;

    public People(Jdbi jdbi, Keys keys, PeopleIndex index) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.index = index;
    }

    /**
     * Which of them.
     *
     * @param text part of the name or id, or the beginning of the name's pinyin or of its initials
     * @param after {@link #placeOf} the last one of the page before
     */
    public record Filter(
            SiteId site,
            @Nullable String text,
            @Nullable String type,
            @Nullable String status,
            @Nullable String group,
            @Nullable String after,
            int limit) {}

    /** In the order of their names as they are spoken. */
    public List<ObjectNode> list(Filter filter) {
        return list(filter, Condition.TRUE);
    }

    /** @param asked a question of people, besides what the filter says */
    public List<ObjectNode> list(Filter filter, Condition asked) {
        List<PeopleIndex.Entry> page = asked.equals(Condition.TRUE)
                ? index.page(filter)
                : index.page(filter, new PeopleQuestions(jdbi, index).answering(filter.site(), asked)::contains);
        Map<String, ObjectNode> rows =
                rows(filter.site(), page.stream().map(PeopleIndex.Entry::id).toArray(String[]::new));
        // somebody who left in between is left out
        return page.stream()
                .filter(one -> rows.containsKey(one.id()))
                .map(one -> Objects.requireNonNull(rows.get(one.id())).put("place", one.pinyin() + "/" + one.id()))
                .toList();
    }

    private Map<String, ObjectNode> rows(SiteId site, String[] ids) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select p.*, (select count(*) from credential c where c.site = p.site and c.person = p.id
                                and c.state = 'ENABLED') as cards,
                            (select max(c.last_used) from credential c
                                where c.site = p.site and c.person = p.id) as last_used
                        from person p where p.site = ? and p.id = any(?)
                        """)
                .bind(0, site.value())
                .bind(1, ids)
                .map((row, c) -> json(row).put("cards", row.getInt("cards")))
                .collect(Collectors.toMap(one -> one.path("id").asText(), one -> one)));
    }

    /** Hands over everybody who answers, in the order of their names as they are spoken, until the taker says false. */
    public void each(SiteId site, Condition asked, Predicate<ObjectNode> taker) {
        String after = null;
        boolean more = true;
        while (more) {
            List<ObjectNode> page = list(new Filter(site, null, null, null, null, after, TOGETHER), asked);
            for (ObjectNode one : page) {
                after = placeOf(one);
                one.remove("place");
                more = more && taker.test(one);
            }
            more &= page.size() == TOGETHER;
        }
    }

    /** Where in the list somebody stands, for the next page; taken out of what is shown. */
    public static String placeOf(ObjectNode person) {
        return person.path("place").asText();
    }

    /** With what the person is allowed: access points by the profiles of their credentials. */
    public Optional<ObjectNode> find(SiteId site, String id) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select p.*, (select max(c.last_used) from credential c
                            where c.site = p.site and c.person = p.id) as last_used
                        from person p where p.site = ? and p.id = ?
                        """)
                .bind(0, site.value())
                .bind(1, id)
                .map((row, c) -> json(row))
                .findOne()
                .map(person -> {
                    person.set("rights", Json.read(Json.write(rights(handle, site, id))));
                    return person;
                }));
    }

    private static List<ObjectNode> rights(Handle handle, SiteId site, String person) {
        return handle.createQuery("""
                        select distinct a.id, d.name as door, a.direction, s.name as schedule, r.name as profile
                        from credential c join access_profile r on r.site = c.site and r.id = any(c.profiles)
                        cross join jsonb_array_elements(r.policies) policy
                        cross join jsonb_array_elements_text(policy -> 'accessPoints') point
                        join access_point a on a.site = c.site and a.id = point
                        left join door d on d.site = c.site and d.id = a.door
                        left join schedule s on s.site = c.site and s.id = policy ->> 'schedule'
                        where c.site = ? and c.person = ? and c.state = 'ENABLED'
                        order by d.name, a.direction, s.name limit 500
                        """)
                .bind(0, site.value())
                .bind(1, person)
                .map((row, c) -> Json.object()
                        .put("accessPoint", row.getString("id"))
                        .put("door", row.getString("door"))
                        .put("direction", row.getString("direction"))
                        .put("schedule", row.getString("schedule"))
                        .put("profile", row.getString("profile")))
                .list();
    }

    private ObjectNode json(ResultSet row) throws SQLException {
        ObjectNode json = Json.object()
                .put("id", row.getString("id"))
                .put("name", keys.names().shown(row.getString("name")))
                .put("type", row.getString("type"))
                .put("active", row.getBoolean("active"))
                .put("status", row.getString("status"));
        String rules = row.getString("rules");
        json.set("rules", Json.read(rules == null ? Json.write(PersonRules.PLAIN) : rules));
        if (rules == null) {
            ((ObjectNode) json.path("rules")).put("status", row.getString("status"));
        }
        long used = row.getLong("last_used");
        if (!row.wasNull()) {
            json.put("lastUsed", Json.time(used));
        }
        return json;
    }

    /** Makes or changes somebody; what rules then miss is told. */
    public Outcome put(SiteId site, JsonNode given) {
        RuleJson.Read<PersonEntry> read = PersonEntry.read(given);
        Finding refusal = read.refusal();
        return refusal != null
                ? Outcome.refused(refusal)
                : jdbi.inTransaction(handle -> told(
                        handle,
                        site,
                        () -> new PeopleTable(handle, site.value(), keys).write(List.of(read.orThrow()))));
    }

    /** Somebody leaves: their credentials belong to nobody any more and open nothing. */
    public Outcome delete(SiteId site, String id) {
        return jdbi.inTransaction(handle -> told(handle, site, () -> {
            handle.execute(
                    "update credential set person = null, state = 'DISABLED' where site = ? and person = ?",
                    site.value(),
                    id);
            handle.execute("delete from person where site = ? and id = ?", site.value(), id);
        }));
    }

    private Outcome told(Handle handle, SiteId site, Runnable change) {
        CheckedChange checked = new CheckedChange(handle, keys, site);
        List<Finding> before = checked.findings();
        change.run();
        return new Outcome(
                true,
                checked.findings().stream()
                        .filter(finding -> !before.contains(finding))
                        .map(Finding::asWarning)
                        .toList());
    }

    /** Seals the names of people who came before there were keys; a part of them at a time, returns how many. */
    public static int sealOpenNames(Jdbi jdbi, Keys keys) {
        return jdbi.inTransaction(handle -> PeopleTable.sealOpenNames(handle, keys));
    }
}
