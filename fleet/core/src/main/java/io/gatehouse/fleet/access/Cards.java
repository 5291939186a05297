package io.gatehouse.fleet.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.CredentialRules;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The credentials of sites, by their references. A number goes in once and comes out never. */
public final class Cards {

    /** Names that are so common are no help in finding a card. */
    private static final int MOST_PEOPLE = 2_000;

    private final Jdbi jdbi;
    private final Keys keys;
    private final PeopleIndex index;
    private final Clock clock;

    public Cards(Jdbi jdbi, Keys keys, PeopleIndex index, Clock clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.index = index;
        this.clock = clock;
    }

    /**
     * Which ones.
     *
     * @param unusedDays not used for so many days, and added before them
     * @param usedDays used within so many days, let in or not
     * @param after the id of the last one of the page before
     */
    public record Filter(
            SiteId site,
            @Nullable String person,
            @Nullable String state,
            @Nullable String text,
            @Nullable Integer unusedDays,
            @Nullable Integer usedDays,
            @Nullable String after,
            int limit) {}

    public List<ObjectNode> list(Filter filter) {
        Long before = daysAgo(filter.unusedDays());
        Long since = daysAgo(filter.usedDays());
        String text = filter.text();
        String[] people = text == null
                ? new String[0]
                : index.ids(filter.site(), text, MOST_PEOPLE).toArray(String[]::new);
        return jdbi.withHandle(handle -> handle.createQuery(CardRow.SELECT + """
                         where c.site = :site and c.ref > :after
                            and (:person::text is null or c.person = :person)
                            and (:state::text is null or c.state = :state or c.rules ->> 'reason' = :state)
                            and (:text::text is null or c.mask ilike :text or c.person = any(:people::text[]) or c.person ilike :text)
                            and (:before::bigint is null or (coalesce(c.last_used, 0) < :before
                                and (c.added is null or extract(epoch from c.added) * 1000 < :before)))
                            and (:since::bigint is null or c.last_used >= :since)
                        order by c.ref limit :limit
                        """)
                .bind("site", filter.site().value())
                .bind("after", filter.after() == null ? "" : filter.after())
                .bind("person", filter.person())
                .bind("state", filter.state())
                .bind("text", text == null ? null : "%" + text.replace("%", "\\%") + "%")
                .bind("people", people)
                .bind("before", before)
                .bind("since", since)
                .bind("limit", filter.limit())
                .map((row, c) -> CardRow.json(row, keys))
                .list());
    }

    private @Nullable Long daysAgo(@Nullable Integer days) {
        return days == null ? null : (Long) (clock.millis() - days * 86_400_000L);
    }

    public Optional<ObjectNode> find(SiteId site, String ref) {
        return jdbi.withHandle(handle -> find(handle, site, ref));
    }

    private Optional<ObjectNode> find(Handle handle, SiteId site, String ref) {
        return handle.createQuery(CardRow.SELECT + " where c.site = ? and c.ref = ?")
                .bind(0, site.value())
                .bind(1, ref)
                .map((row, c) -> CardRow.json(row, keys))
                .findOne();
    }

    /**
     * What became of a new one.
     *
     * @param ref the credential's id, or nothing when it was refused
     */
    public record Added(@Nullable String ref, Outcome outcome) {}

    /** Adds one that is not there yet. */
    public Added add(SiteId site, JsonNode given) {
        RuleJson.Read<CardEntry> read = CardEntry.read(given);
        Finding refusal = read.refusal();
        return refusal != null
                ? new Added(null, Outcome.refused(refusal))
                : jdbi.inTransaction(handle -> add(handle, site, read.orThrow()));
    }

    private Added add(Handle handle, SiteId site, CardEntry card) {
        CardTable table = new CardTable(handle, site.value(), keys.credentialKey(site), clock);
        String ref = table.refOf(card.shown());
        Optional<ObjectNode> there = find(handle, site, ref);
        if (there.isPresent()) {
            return new Added(
                    null,
                    Outcome.refused(Finding.refusal(
                            "CARD_EXISTS",
                            "number",
                            "mask",
                            there.get().path("mask").asText(),
                            "person",
                            there.get().path("personName").asText("-"))));
        }
        Optional<Finding> missing = missing(handle, site, card.person(), card.profiles());
        if (missing.isPresent()) {
            return new Added(null, Outcome.refused(missing.get()));
        }
        table.write(List.of(card));
        return new Added(ref, Outcome.KEPT);
    }

    private static Optional<Finding> missing(
            Handle handle, SiteId site, @Nullable String person, List<String> profiles) {
        if (person != null && !has(handle, "person", site, person)) {
            return Optional.of(Finding.refusal("UNKNOWN_REFERENCE", "person", "what", "person", "id", person));
        }
        return profiles.stream()
                .filter(profile -> !has(handle, "access_profile", site, profile))
                .findFirst()
                .map(profile -> Finding.refusal("UNKNOWN_REFERENCE", "profiles", "what", "profile", "id", profile));
    }

    private static boolean has(Handle handle, String table, SiteId site, String id) {
        return handle.createQuery("select exists (select 1 from " + table + " where site = ? and id = ?)")
                .bind(0, site.value())
                .bind(1, id)
                .mapTo(Boolean.class)
                .one();
    }

    /** Whom it belongs to, for how long, for what, with which rules. What is not given becomes nothing; rules stay. */
    public Outcome change(SiteId site, String ref, JsonNode given) {
        return jdbi.inTransaction(handle -> {
            CredentialRules rules = rulesOf(handle, site, ref);
            if (given.path("rules").isObject()) {
                JsonNode usual = Json.read(Json.write(rules == null ? CredentialRules.PLAIN : rules));
                RuleJson.Read<CredentialRules> read =
                        RuleJson.read(RuleJson.over(usual, given.path("rules")), CredentialRules.class, "rules");
                if (read.refusal() != null) {
                    return new Outcome(false, List.of(read.refusal()));
                }
                rules = read.orThrow();
            }
            RuleJson.Read<CardEntry> card = CardEntry.read(((ObjectNode) given.deepCopy()).without("rules"));
            Optional<Finding> missing = missing(
                    handle, site, card.orThrow().person(), card.orThrow().profiles());
            if (missing.isPresent()) {
                return Outcome.refused(missing.get());
            }
            handle.createUpdate("""
                            update credential set person = :person, valid_from = :from, valid_to = :to,
                                profiles = string_to_array(:profiles, ','), rules = :rules::jsonb
                            where site = :site and ref = :ref
                            """)
                    .bind("person", card.orThrow().person())
                    .bind("from", card.orThrow().validFrom())
                    .bind("to", card.orThrow().validTo())
                    .bind("profiles", String.join(",", card.orThrow().profiles()))
                    .bind("rules", rules == null ? null : Json.write(rules))
                    .bind("site", site.value())
                    .bind("ref", ref)
                    .execute();
            return Outcome.KEPT;
        });
    }

    private static @Nullable CredentialRules rulesOf(Handle handle, SiteId site, String ref) {
        String text = handle.createQuery("select rules from credential where site = ? and ref = ?")
                .bind(0, site.value())
                .bind(1, ref)
                .mapTo(String.class)
                .findOne()
                .orElse(null);
        return text == null ? null : Json.read(text, CredentialRules.class);
    }

    /** Reported lost or found, switched on or off. */
    public void setState(SiteId site, String ref, CardState state) {
        jdbi.useTransaction(handle -> setState(handle, site, ref, state));
    }

    private static void setState(Handle handle, SiteId site, String ref, CardState state) {
        CredentialRules rules = state.in(rulesOf(handle, site, ref));
        handle.execute(
                "update credential set state = ?, rules = ?::jsonb where site = ? and ref = ?",
                state.wire().name(),
                rules == null ? null : Json.write(rules),
                site.value(),
                ref);
    }

    /**
     * Another one with the same rights in the place of this one: for good, and this one opens nothing more; or for a
     * time, and this one is idle until the other is given back or ends.
     */
    public Added replace(SiteId site, String ref, JsonNode given) {
        boolean temporary = given.path("temporary").asBoolean();
        return jdbi.inTransaction(handle -> {
            ObjectNode old = find(handle, site, ref).orElseThrow();
            ObjectNode next = (ObjectNode) given.deepCopy();
            next.remove("temporary");
            next.set("profiles", old.path("profiles"));
            next.put("person", old.path("person").textValue());
            if (!temporary && old.has("validTo")) {
                next.set("validTo", old.path("validTo"));
            }
            CredentialRules rules = rulesOf(handle, site, ref);
            CredentialRules was = rules == null ? CredentialRules.PLAIN : rules;
            CardEntry read = CardEntry.read(next).orThrow();
            CardEntry card = new CardEntry(
                    read.shown(),
                    read.person(),
                    CardState.ENABLED,
                    read.validFrom(),
                    read.validTo(),
                    read.profiles(),
                    replacing(was, temporary ? ref : null));
            Added added = add(handle, site, card);
            if (added.ref() != null && !temporary) {
                setState(handle, site, ref, CardState.REPLACED);
            }
            return added;
        });
    }

    private static CredentialRules replacing(CredentialRules was, @Nullable String ref) {
        return new CredentialRules(
                was.maxUses(),
                was.maxDays(),
                was.inactiveDays(),
                was.pin(),
                was.duressPin(),
                was.exempt(),
                was.permit(),
                was.visit(),
                ref,
                null);
    }

    /** A temporary one comes back: it opens nothing more, and the one that it stood for works again. */
    public Outcome giveBack(SiteId site, String ref) {
        return jdbi.inTransaction(handle -> {
            CredentialRules rules = rulesOf(handle, site, ref);
            if (rules == null || rules.replaces() == null) {
                return Outcome.refused(Finding.refusal("NOT_TEMPORARY", "credentials/" + ref));
            }
            setState(handle, site, ref, CardState.RETURNED);
            return Outcome.KEPT;
        });
    }

    public void delete(SiteId site, String ref) {
        jdbi.useHandle(
                handle -> handle.execute("delete from credential where site = ? and ref = ?", site.value(), ref));
    }
}
