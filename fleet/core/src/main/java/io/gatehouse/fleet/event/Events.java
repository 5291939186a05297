package io.gatehouse.fleet.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.access.PeopleIndex;
import io.gatehouse.fleet.search.Condition;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.SiteId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads events, as REST shows them. */
public final class Events {

    private static final int EXPORT_ROWS = 1_000;
    /** Of a site; a text that so many names have finds the events of the first ones. */
    private static final int MOST_PEOPLE = 1_000;

    private final Jdbi jdbi;
    private final Keys keys;
    private final PeopleIndex index;

    public Events(Jdbi jdbi, Keys keys, PeopleIndex index) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.index = index;
    }

    /** A span of one site, or of all that whoever asks may see, by the gateways' time, the end exclusive. */
    public record Span(
            @Nullable String site,
            @Nullable Instant from,
            @Nullable Instant to,
            Reach reach) {}

    /** A page, newest first by arrival; within one arrival the higher numbers first. */
    public List<ObjectNode> list(EventQuery query) {
        return jdbi.withHandle(handle -> {
            Query statement = handle.createQuery(EventRow.SELECT + where(query)
                    + " order by e.fleet_time desc, e.gateway, e.log, e.seq desc limit :limit");
            bind(statement, query);
            people(statement, query);
            asked(statement, query);
            return statement
                    .bind("limit", query.limit())
                    .map((row, context) -> EventRow.json(row, keys))
                    .list();
        });
    }

    /** One event with the checks of its decision. */
    public Optional<ObjectNode> find(SiteId site, GatewayId gateway, LogId log, long seq) {
        return jdbi.withHandle(handle -> handle.createQuery(EventRow.SELECT
                        + " where e.gateway = :gateway and e.log = :log and e.seq = :seq and e.site = :site")
                .bind("gateway", gateway.value())
                .bind("log", log.hex())
                .bind("seq", seq)
                .bind("site", site.value())
                .map((row, context) -> EventRow.whole(row, keys))
                .findFirst());
    }

    /** The events of a log numbered within the bounds, in their order. */
    public List<ObjectNode> between(GatewayId gateway, LogId log, long first, long last) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        EventRow.SELECT
                                + " where e.gateway = :gateway and e.log = :log and e.seq between :first and :last order by e.seq")
                .bind("gateway", gateway.value())
                .bind("log", log.hex())
                .bind("first", first)
                .bind("last", last)
                .map((row, context) -> EventRow.json(row, keys))
                .list());
    }

    /** The place of an event in the list, for the next page. */
    public static String placeOf(ObjectNode event) {
        return Instant.parse(event.path("fleetTime").asText()).toEpochMilli() + "/"
                + event.path("gateway").asText() + "/" + event.path("log").asText() + "/"
                + event.path("seq").asLong();
    }

    /** Hands over every event of the span in the order of log and number, as one snapshot, until the taker says false. */
    public void export(Span span, Predicate<ObjectNode> taker) {
        jdbi.useTransaction(handle -> {
            try (Query query = handle.createQuery(EventRow.EXPORT + """
                                     where (:site::text is null or e.site = :site)
                                        and (:reach::text is null or e.site = any (string_to_array(:reach, ',')))
                                        and (:from::bigint is null or e.gateway_time >= :from)
                                        and (:to::bigint is null or e.gateway_time < :to)
                                    order by e.gateway, e.log, e.seq
                                    """)
                            .bind("site", span.site())
                            .bind("reach", span.reach().text())
                            .bind("from", millis(span.from()))
                            .bind("to", millis(span.to()))
                            .setFetchSize(EXPORT_ROWS);
                    ResultIterator<ObjectNode> rows =
                            query.map((row, context) -> EventRow.exported(row)).iterator()) {
                handOver(rows, taker);
            }
        });
    }

    /**
     * The same of those that are asked for: the query's columns, reach and question count, its page and limit do not, and the
     * span's site is the query's.
     */
    public void export(Span span, EventQuery asked, Predicate<ObjectNode> taker) {
        jdbi.useTransaction(handle -> {
            try (Query query = handle.createQuery(EventRow.EXPORT_ASKED + where(asked) + """
                             and (:from::bigint is null or e.gateway_time >= :from)
                                and (:to::bigint is null or e.gateway_time < :to)
                            order by e.gateway, e.log, e.seq
                            """)) {
                bind(query, asked);
                people(query, asked);
                asked(query, asked);
                query.bind("from", millis(span.from()))
                        .bind("to", millis(span.to()))
                        .setFetchSize(EXPORT_ROWS);
                ResultIterator<ObjectNode> rows =
                        query.map((row, context) -> EventRow.exported(row)).iterator();
                handOver(rows, taker);
            }
        });
    }

    private static void handOver(Iterator<ObjectNode> rows, Predicate<ObjectNode> taker) {
        boolean more = true;
        while (more && rows.hasNext()) {
            more = taker.test(rows.next());
        }
    }

    private static String where(EventQuery query) {
        StringBuilder where = new StringBuilder(" where true");
        if (!query.reach().isAll()) {
            where.append(" and e.site = any (string_to_array(:reach, ','))");
        }
        query.equal().keySet().stream()
                .sorted()
                .forEach(column -> where.append(" and e.")
                        .append(column)
                        .append(column.equals("type") ? " = any (string_to_array(:type, ','))" : " = :" + column));
        if (query.before() != null) {
            where.append("""
                     and e.fleet_time <= :time and (e.fleet_time < :time or (e.gateway, e.log) > (:placeGateway, :placeLog)
                        or (e.gateway = :placeGateway and e.log = :placeLog and e.seq < :placeSeq))
                    """);
        }
        if (query.text() != null) {
            where.append("""
                     and (e.device ilike :text or d.name ilike :text or o.name ilike :text or (e.site, e.person) in (select * from unnest(:sites::text[], :people::text[]))
                        or e.person ilike :text or e.reason ilike :text or e.type ilike :text)
                    """);
        }
        return where.append(" and ").append(query.asked().sql()).toString();
    }

    /** A word may be a part of somebody's name: names are sealed in the table, and known to the index. */
    private void asked(Query statement, EventQuery query) {
        statement.bindMap(query.asked().values());
        query.asked().values().forEach((name, value) -> {
            if (query.asked().names(name + "_sites")) {
                bindPeople(statement, query, Condition.wordOf(value), name + "_");
            }
        });
    }

    /** Who is meant by the text, of the site that is asked for or of all. */
    private void people(Query statement, EventQuery query) {
        String text = query.text();
        if (text != null) {
            bindPeople(statement, query, text, "");
        }
    }

    private void bindPeople(Query statement, EventQuery query, String text, String prefix) {
        String only = query.equal().get("site");
        List<String> sites = only != null ? List.of(only) : index.sites();
        List<String> theirs = new ArrayList<>();
        List<String> people = new ArrayList<>();
        for (String site : sites) {
            index.ids(new SiteId(site), text, MOST_PEOPLE).forEach(person -> {
                theirs.add(site);
                people.add(person);
            });
        }
        statement
                .bind(prefix + "sites", theirs.toArray(String[]::new))
                .bind(prefix + "people", people.toArray(String[]::new));
    }

    private static void bind(Query statement, EventQuery query) {
        query.equal().forEach(statement::bind);
        if (!query.reach().isAll()) {
            statement.bind("reach", query.reach().text());
        }
        String text = query.text();
        if (text != null) {
            statement.bind(
                    "text", "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%");
        }
        String before = query.before();
        if (before != null) {
            String[] place = before.split("/", 4);
            statement
                    .bind(
                            "time",
                            OffsetDateTime.ofInstant(Instant.ofEpochMilli(Long.parseLong(place[0])), ZoneOffset.UTC))
                    .bind("placeGateway", place[1])
                    .bind("placeLog", place[2])
                    .bind("placeSeq", Long.parseLong(place[3]));
        }
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }
}
