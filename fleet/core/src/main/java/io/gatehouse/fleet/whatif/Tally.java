package io.gatehouse.fleet.whatif;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what would have gone otherwise: in all, by type of person, by door and by reason; and keeps the newest of it. */
final class Tally {

    static final int MOST_ITEMS = 200;

    /** Reads and the people who made them. */
    private static final class Count {
        private long reads;
        private final Set<String> people = new HashSet<>();

        void add(String person) {
            reads++;
            people.add(person);
        }

        ObjectNode json() {
            return Json.object().put("reads", reads).put("people", people.size());
        }
    }

    private final Map<String, SiteBook.Person> people = new HashMap<>();
    private final Map<String, String> doorNames = new HashMap<>();
    private final Map<Difference, Count> total = new EnumMap<>(Difference.class);
    private final Map<String, Map<Difference, Count>> byType = new TreeMap<>();
    private final Map<String, Map<Difference, Count>> byDoor = new TreeMap<>();
    private final Map<String, Map<Difference, Count>> byReason = new TreeMap<>();
    private final Deque<ObjectNode> newest = new ArrayDeque<>();
    private final SiteBook site;
    private long reads;
    private long asRecorded;
    private long differing;

    Tally(Books books) {
        this.site = books.now();
        books.now().people().forEach(one -> people.put(one.id(), one));
        books.then().people().forEach(one -> people.putIfAbsent(one.id(), one));
        books.now().doors().forEach(one -> doorNames.put(one.id(), one.name()));
        books.then().doors().forEach(one -> doorNames.putIfAbsent(one.id(), one.name()));
    }

    /** Counts a read. */
    void add(Past past, AccessDecision was, AccessDecision would) {
        reads++;
        asRecorded += past.outcome() != null && Difference.isSame(past.outcome(), was.outcome()) ? 1 : 0;
        Difference found = Difference.of(was.outcome(), would.outcome());
        if (found == null) {
            return;
        }
        differing++;
        String who = would.person() != null ? would.person() : was.person();
        String door = would.door() != null ? would.door() : was.door();
        SiteBook.Person person = who == null ? null : people.get(who);
        String counted = who == null ? String.valueOf(past.credential()) : who;
        total.computeIfAbsent(found, f -> new Count()).add(counted);
        count(byType, person == null ? "UNKNOWN" : person.type(), found, counted);
        count(byDoor, String.valueOf(door), found, counted);
        count(byReason, found.reason(was, would).name(), found, counted);
        keep(item(past, found, person, door), was, would);
    }

    private static void count(Map<String, Map<Difference, Count>> by, String key, Difference found, String person) {
        by.computeIfAbsent(key, k -> new EnumMap<>(Difference.class))
                .computeIfAbsent(found, f -> new Count())
                .add(person);
    }

    private ObjectNode item(Past past, Difference found, SiteBook.@Nullable Person person, @Nullable String door) {
        Past.Key key = past.key();
        ObjectNode item = Json.object()
                .put("id", key.gateway() + "/" + key.log() + "/" + key.seq())
                .put("site", site.site().value())
                .put("gateway", key.gateway())
                .put("log", key.log())
                .put("seq", key.seq())
                .put("gatewayTime", Json.time(past.gatewayTime()))
                .put("difference", found.name());
        if (person != null) {
            item.put("person", person.id()).put("personName", person.name()).put("type", person.type());
        }
        if (door != null) {
            item.put("door", door).put("doorName", doorNames.getOrDefault(door, door));
        }
        return item;
    }

    private void keep(ObjectNode item, AccessDecision was, AccessDecision would) {
        item.set("was", shown(was));
        item.set("would", shown(would));
        newest.addFirst(item);
        if (newest.size() > MOST_ITEMS) {
            newest.removeLast();
        }
    }

    private static ObjectNode shown(AccessDecision decision) {
        ObjectNode json = Json.object()
                .put("outcome", decision.outcome().name())
                .put("reason", decision.reason().name());
        json.set("details", Json.read(Json.write(decision.details())));
        return json;
    }

    ObjectNode json() {
        ObjectNode json =
                Json.object().put("reads", reads).put("asRecorded", asRecorded).put("differing", differing);
        for (Difference one : Difference.values()) {
            json.set(one.field(), total.getOrDefault(one, new Count()).json());
        }
        json.set("byType", broken(byType, "type"));
        json.set("byDoor", broken(byDoor, "door"));
        json.set("byReason", broken(byReason, "reason"));
        json.putArray("items").addAll(newest);
        return json;
    }

    private ArrayNode broken(Map<String, Map<Difference, Count>> by, String name) {
        ArrayNode rows = Json.array();
        by.forEach((key, counts) -> {
            ObjectNode row = rows.addObject().put(name, key);
            if (name.equals("door")) {
                row.put("doorName", doorNames.getOrDefault(key, key));
            }
            for (Difference one : Difference.values()) {
                Count count = counts.get(one);
                row.put(one.field(), count == null ? 0 : count.reads);
            }
        });
        return rows;
    }
}
