package io.gatehouse.fleet.access;

import io.gatehouse.fleet.search.Condition;
import io.gatehouse.protocol.SiteId;
import java.util.HashSet;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** Finds who answers a question: what is in the table by SQL, names by the index that can read them. Blocking; any thread. */
final class PeopleQuestions {

    private static final int EVERYBODY = 1_000_000;

    private final Jdbi jdbi;
    private final PeopleIndex index;

    PeopleQuestions(Jdbi jdbi, PeopleIndex index) {
        this.jdbi = jdbi;
        this.index = index;
    }

    /** The ids of those of a site. */
    Set<String> answering(SiteId site, Condition asked) {
        return jdbi.withHandle(handle -> {
            Query query = handle.createQuery(
                            "select p.id from person p where p.site = :ofSite and (" + asked.sql() + ")")
                    .bind("ofSite", site.value())
                    .bindMap(asked.values());
            asked.values().forEach((name, value) -> {
                if (asked.names(name + "_people")) {
                    query.bind(
                            name + "_people",
                            index.ids(site, Condition.wordOf(value), EVERYBODY).toArray(String[]::new));
                }
            });
            return new HashSet<>(query.mapTo(String.class).list());
        });
    }
}
