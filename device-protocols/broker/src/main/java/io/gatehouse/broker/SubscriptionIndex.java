package io.gatehouse.broker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who hears a topic. Plain topics are looked up; filters with wildcards lie under what stands before their first one, so
 * that only those are tried that begin as the topic does. On the broker's context.
 */
final class SubscriptionIndex {

    private record Entry(Session session, Subscription subscription) {}

    /**
     * A session that shall get a message.
     *
     * @param subscription its strongest one that matches
     * @param ids of all its subscriptions that match
     */
    record Hearer(Session session, Subscription subscription, List<Integer> ids) {

        private static Hearer of(Entry entry) {
            int id = entry.subscription.id();
            return new Hearer(entry.session, entry.subscription, id == 0 ? List.of() : List.of(id));
        }

        private Hearer and(Hearer other) {
            List<Integer> both = ids;
            if (!other.ids.isEmpty()) {
                both = new ArrayList<>(ids);
                both.addAll(other.ids);
            }
            Subscription stronger = subscription.qos() >= other.subscription.qos() ? subscription : other.subscription;
            return new Hearer(session, stronger, both);
        }
    }

    private final Map<String, List<Entry>> plain = new HashMap<>();
    private final Map<String, List<Entry>> wildcards = new HashMap<>();
    private final Map<String, Integer> turns = new HashMap<>();

    void add(Session session, Subscription subscription) {
        remove(session, subscription.filter(), subscription.group());
        under(subscription.filter())
                .computeIfAbsent(keyOf(subscription.filter()), f -> new ArrayList<>(1))
                .add(new Entry(session, subscription));
    }

    boolean remove(Session session, String filter, @Nullable String group) {
        if (group != null) {
            turns.remove(group + "/" + filter);
        }
        Map<String, List<Entry>> under = under(filter);
        List<Entry> entries = under.get(keyOf(filter));
        if (entries == null) {
            return false;
        }
        boolean removed = entries.removeIf(e -> isOf(e, session, filter, group));
        if (entries.isEmpty()) {
            under.remove(keyOf(filter));
        }
        return removed;
    }

    private Map<String, List<Entry>> under(String filter) {
        return firstWildcard(filter) < 0 ? plain : wildcards;
    }

    private static String keyOf(String filter) {
        int wildcard = firstWildcard(filter);
        return wildcard < 0 ? filter : filter.substring(0, wildcard);
    }

    private static int firstWildcard(String filter) {
        for (int i = 0; i < filter.length(); i++) {
            if (filter.charAt(i) == '+' || filter.charAt(i) == '#') {
                return i;
            }
        }
        return -1;
    }

    void removeAll(Session session) {
        session.subscriptions.values().forEach(each -> remove(session, each.filter(), each.group()));
    }

    /** Each session once; of each shared group one session, in turn, live ones first. */
    List<Hearer> hearers(String topic, @Nullable Session from) {
        List<Entry> exact = plain.getOrDefault(topic, List.of());
        if (exact.size() == 1
                && wildcards.isEmpty()
                && exact.get(0).subscription.group() == null) {
            Entry only = exact.get(0);
            return isUnwanted(only, from) ? List.of() : List.of(Hearer.of(only));
        }
        Map<Session, Hearer> own = new LinkedHashMap<>();
        Map<String, List<Entry>> shared = new LinkedHashMap<>();
        for (Entry entry : exact) {
            sort(entry, from, own, shared);
        }
        if (!wildcards.isEmpty()) {
            sortWildcards("", topic, from, own, shared);
            for (int slash = topic.indexOf('/'); slash >= 0; slash = topic.indexOf('/', slash + 1)) {
                sortWildcards(topic.substring(0, slash + 1), topic, from, own, shared);
            }
            // "a/#" also means "a" itself
            sortWildcards(topic + "/", topic, from, own, shared);
        }
        List<Hearer> hearers = new ArrayList<>(own.values());
        shared.forEach((key, entries) -> hearers.add(inTurn(key, entries)));
        return hearers;
    }

    private void sortWildcards(
            String key,
            String topic,
            @Nullable Session from,
            Map<Session, Hearer> own,
            Map<String, List<Entry>> shared) {
        for (Entry entry : wildcards.getOrDefault(key, List.of())) {
            if (TopicFilters.matches(entry.subscription.filter(), topic)) {
                sort(entry, from, own, shared);
            }
        }
    }

    private static boolean isUnwanted(Entry entry, @Nullable Session from) {
        return entry.subscription.noLocal() && entry.session == from;
    }

    private static void sort(
            Entry entry, @Nullable Session from, Map<Session, Hearer> own, Map<String, List<Entry>> shared) {
        Subscription subscription = entry.subscription;
        if (subscription.group() != null) {
            shared.computeIfAbsent(subscription.group() + "/" + subscription.filter(), k -> new ArrayList<>())
                    .add(entry);
        } else if (!isUnwanted(entry, from)) {
            own.merge(entry.session, Hearer.of(entry), Hearer::and);
        }
    }

    private Hearer inTurn(String key, List<Entry> entries) {
        int start = turns.merge(key, 1, Integer::sum);
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(Math.floorMod(start + i, entries.size()));
            if (entry.session.isLive()) {
                return Hearer.of(entry);
            }
        }
        return Hearer.of(entries.get(Math.floorMod(start, entries.size())));
    }

    private static boolean isOf(Entry entry, Session session, String filter, @Nullable String group) {
        return entry.session == session
                && entry.subscription.filter().equals(filter)
                && Objects.equals(entry.subscription.group(), group);
    }
}
