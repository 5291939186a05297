package io.gatehouse.fleet.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The lists of an estate document that are about access, read into their records. */
public final class AccessLists {

    private static final int MOST_REFUSALS = 50;

    private final Map<ThingKind, Map<String, Object>> things = new EnumMap<>(ThingKind.class);
    private final List<PersonEntry> people = new ArrayList<>();
    private final List<CardEntry> cards = new ArrayList<>();
    private final List<SiteRules.Policies> policies = new ArrayList<>();
    private final List<Finding> refused = new ArrayList<>();

    private AccessLists() {}

    public static AccessLists read(
            Map<String, List<JsonNode>> access,
            List<JsonNode> people,
            List<JsonNode> credentials,
            @Nullable JsonNode policies) {
        AccessLists lists = new AccessLists();
        if (policies != null) {
            lists.take(AccessThings.policiesOf(policies), lists.policies);
        }
        access.forEach((name, given) -> {
            ThingKind kind = ThingKind.byWireName(name).orElseThrow();
            given.forEach(one -> lists.thing(kind, one));
        });
        people.forEach(one -> lists.take(PersonEntry.read(one), lists.people));
        credentials.forEach(one -> lists.take(CardEntry.read(one), lists.cards));
        return lists;
    }

    private void thing(ThingKind kind, JsonNode given) {
        RuleJson.Read<?> read = kind.read(given);
        Finding refusal = read.refusal();
        if (refusal == null) {
            things.computeIfAbsent(kind, k -> new LinkedHashMap<>())
                    .put(given.path(kind.idField()).asText(), read.orThrow());
        } else if (refused.size() < MOST_REFUSALS) {
            refused.add(refusal);
        }
    }

    private <T> void take(RuleJson.Read<T> read, List<T> into) {
        Finding refusal = read.refusal();
        if (refusal == null) {
            into.add(read.orThrow());
        } else if (refused.size() < MOST_REFUSALS) {
            refused.add(refusal);
        }
    }

    /** What cannot be read; nothing may be written then. */
    public List<Finding> refused() {
        return List.copyOf(refused);
    }

    /** Writes all of them. */
    public void write(Handle handle, SiteId site, Keys keys, Clock clock) {
        ThingTables tables = new ThingTables(handle, site.value());
        tables.doors(all(ThingKind.DOORS, SiteBook.Door.class));
        tables.accessPoints(all(ThingKind.ACCESS_POINTS, SiteBook.AccessPoint.class));
        tables.schedules(all(ThingKind.SCHEDULES, SiteBook.Schedule.class));
        tables.profiles(all(ThingKind.PROFILES, SiteBook.AccessProfile.class));
        things.forEach((kind, byId) -> {
            if (kind.isRule()) {
                tables.rules(kind, byId);
            }
        });
        policies.forEach(figures -> AccessThings.writePolicies(handle, site, figures));
        new PeopleTable(handle, site.value(), keys).write(people);
        new CardTable(handle, site.value(), keys.credentialKey(site), clock).write(cards);
    }

    /** What the credentials name and the site does not have, the lists themselves counted in. */
    public List<Finding> missing(Handle handle, SiteId site) {
        Set<String> known = ids(handle, site, "person");
        people.forEach(one -> known.add(one.id()));
        Set<String> profiles = ids(handle, site, "access_profile");
        profiles.addAll(things.getOrDefault(ThingKind.PROFILES, Map.of()).keySet());
        List<Finding> missing = new ArrayList<>();
        for (int i = 0; i < cards.size() && missing.size() < MOST_REFUSALS; i++) {
            CardEntry card = cards.get(i);
            String person = card.person();
            if (person != null && !known.contains(person)) {
                missing.add(Finding.refusal(
                        "UNKNOWN_REFERENCE", "credentials[" + i + "].person", "what", "person", "id", person));
            }
            for (String profile : card.profiles()) {
                if (!profiles.contains(profile)) {
                    missing.add(Finding.refusal(
                            "UNKNOWN_REFERENCE", "credentials[" + i + "].profiles", "what", "profile", "id", profile));
                }
            }
        }
        return missing;
    }

    private static Set<String> ids(Handle handle, SiteId site, String table) {
        return new HashSet<>(handle.createQuery("select id from " + table + " where site = ?")
                .bind(0, site.value())
                .mapTo(String.class)
                .list());
    }

    private <T> List<T> all(ThingKind kind, Class<T> type) {
        return things.getOrDefault(kind, Map.of()).values().stream()
                .map(type::cast)
                .toList();
    }
}
