package io.gatehouse.broker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who hears a topic. Plain topics are looked up, wildcards are tried one by one: devices and gateways subscribe to their
 * own plain topics, wildcards are few. On the broker's context.
 */
final class SubscriptionIndex {

    private record Entry(Session session, Subscription subscription) {}

    /** A session that shall get a message, with its strongest subscription. */
    record Hearer(Session session, Subscription subscription) {}

    private final Map<String, List<Entry>> plain = new HashMap<>();
    private final List<Entry> wildcards = new ArrayList<>();
    private final Map<String, Integer> turns = new HashMap<>();

    void add(Session session, Subscription subscription) {
        remove(session, subscription.filter(), subscription.group());
        Entry entry = new Entry(session, subscription);
        if (subscription.isWildcard()) {
            wildcards.add(entry);
        } else {
            plain.computeIfAbsent(subscription.filter(), f -> new ArrayList<>(1))
                    .add(entry);
        }
    }

    boolean remove(Session session, String filter, @Nullable String group) {
        List<Entry> exact = plain.get(filter);
        boolean removed = false;
        if (exact != null) {
            removed = exact.removeIf(e -> isOf(e, session, filter, group));
            if (exact.isEmpty()) {
                plain.remove(filter);
            }
        }
        return wildcards.removeIf(e -> isOf(e, session, filter, group)) || removed;
    }

    void removeAll(Session session) {
        plain.values().forEach(entries -> entries.removeIf(e -> e.session == session));
        plain.values().removeIf(List::isEmpty);
        wildcards.removeIf(e -> e.session == session);
    }

    /** Each session once with its highest QoS; of each shared group one session, in turn, live ones first. */
    List<Hearer> hearers(String topic) {
        Map<Session, Subscription> own = new LinkedHashMap<>();
        Map<String, List<Entry>> shared = new LinkedHashMap<>();
        for (Entry entry : plain.getOrDefault(topic, List.of())) {
            sort(entry, own, shared);
        }
        for (Entry entry : wildcards) {
            if (TopicFilters.matches(entry.subscription.filter(), topic)) {
                sort(entry, own, shared);
            }
        }
        List<Hearer> hearers = new ArrayList<>(own.size() + shared.size());
        own.forEach((session, subscription) -> hearers.add(new Hearer(session, subscription)));
        shared.forEach((key, entries) -> hearers.add(inTurn(key, entries)));
        return hearers;
    }

    private static void sort(Entry entry, Map<Session, Subscription> own, Map<String, List<Entry>> shared) {
        Subscription subscription = entry.subscription;
        if (subscription.group() != null) {
            shared.computeIfAbsent(subscription.group() + "/" + subscription.filter(), k -> new ArrayList<>())
                    .add(entry);
        } else {
            own.merge(entry.session, subscription, (a, b) -> a.qos() >= b.qos() ? a : b);
        }
    }

    private Hearer inTurn(String key, List<Entry> entries) {
        int start = turns.merge(key, 1, Integer::sum);
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(Math.floorMod(start + i, entries.size()));
            if (entry.session.isLive()) {
                return new Hearer(entry.session, entry.subscription);
            }
        }
        Entry first = entries.get(Math.floorMod(start, entries.size()));
        return new Hearer(first.session, first.subscription);
    }

    private static boolean isOf(Entry entry, Session session, String filter, @Nullable String group) {
        return entry.session == session
                && entry.subscription.filter().equals(filter)
                && Objects.equals(entry.subscription.group(), group);
    }
}
