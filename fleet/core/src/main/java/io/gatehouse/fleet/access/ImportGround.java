package io.gatehouse.fleet.access;

import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.CredentialRules;
import io.gatehouse.protocol.sitebook.PersonRules;
import io.gatehouse.protocol.sitebook.SiteBook.CredentialState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What a site has of what a list names, before it is taken: to tell what is new from what changes. */
record ImportGround(Map<String, Known> people, Map<String, Card> cards, Set<String> profiles) {

    /** Somebody who is there. */
    record Known(
            String name,
            String type,
            PersonRules.Status status,
            @Nullable PersonRules rules) {

        boolean isSame(PersonEntry person) {
            PersonRules given = person.rules();
            return name.equals(person.name())
                    && type.equals(person.type())
                    && (given == null || given.equals(rules) || (rules == null && given.equals(PersonRules.PLAIN)));
        }
    }

    /** A card that is there. */
    record Card(
            @Nullable String person,
            CardState state,
            @Nullable Long validFrom,
            @Nullable Long validTo,
            List<String> profiles,
            @Nullable CredentialRules rules) {

        boolean isSame(CardEntry card) {
            return Objects.equals(person, card.person())
                    && state == card.state()
                    && Objects.equals(validFrom, card.validFrom())
                    && Objects.equals(validTo, card.validTo())
                    && profiles.equals(card.profiles());
        }

        CardEntry stateKept(CardEntry card) {
            return new CardEntry(
                    card.shown(), card.person(), state, card.validFrom(), card.validTo(), card.profiles(), rules);
        }
    }

    /** The time zone that dates in a list are of. */
    static ZoneId zone(Handle handle, SiteId site) {
        return ZoneId.of(handle.createQuery("select time_zone from site where id = ?")
                .bind(0, site.value())
                .mapTo(String.class)
                .one());
    }

    /** Of a site of 100,000 only what the list is about: each name that is read has to be opened first. */
    static ImportGround read(Handle handle, SiteId site, Keys keys, Set<String> ids, Set<String> refs) {
        Map<String, Known> people = new HashMap<>();
        handle.createQuery("select id, name, type, status, rules from person where site = ? and id = any(?)")
                .bind(0, site.value())
                .bind(1, ids.toArray(String[]::new))
                .map((row, c) -> Map.entry(row.getString("id"), known(row, keys)))
                .forEach(entry -> people.put(entry.getKey(), entry.getValue()));
        Map<String, Card> cards = new HashMap<>();
        handle.createQuery("select * from credential where site = ? and ref = any(?)")
                .bind(0, site.value())
                .bind(1, refs.toArray(String[]::new))
                .map((row, c) -> Map.entry(row.getString("ref"), card(row)))
                .forEach(entry -> cards.put(entry.getKey(), entry.getValue()));
        Set<String> profiles = new HashSet<>(handle.createQuery("select id from access_profile where site = ?")
                .bind(0, site.value())
                .mapTo(String.class)
                .list());
        return new ImportGround(people, cards, profiles);
    }

    private static Known known(ResultSet row, Keys keys) throws SQLException {
        String rules = row.getString("rules");
        return new Known(
                String.valueOf(keys.names().shown(row.getString("name"))),
                row.getString("type"),
                PersonRules.Status.valueOf(row.getString("status")),
                rules == null ? null : Json.read(rules, PersonRules.class));
    }

    private static Card card(ResultSet row) throws SQLException {
        String rules = row.getString("rules");
        CredentialRules read = rules == null ? CredentialRules.PLAIN : Json.read(rules, CredentialRules.class);
        return new Card(
                row.getString("person"),
                CardState.of(CredentialState.valueOf(row.getString("state")), read.reason()),
                row.getObject("valid_from", Long.class),
                row.getObject("valid_to", Long.class),
                Arrays.asList((String[]) row.getArray("profiles").getArray()),
                rules == null ? null : read);
    }
}
