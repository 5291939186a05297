package io.gatehouse.broker;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** From a message to the sessions that hear it. On the broker's context. */
final class Routes {

    private final SubscriptionIndex index;
    private final Retained retained;
    private final Ticker ticker;

    Routes(SubscriptionIndex index, Retained retained, Ticker ticker) {
        this.index = index;
        this.retained = retained;
        this.ticker = ticker;
    }

    /** How many sessions got a message, and how many of them are connected. */
    record Reached(int sessions, int live) {}

    /** Gives a message to who subscribed, and keeps it for later ones when it is retained. */
    Reached deliver(Message message, @Nullable Session from) {
        OutboundPublish publish = message.publish();
        if (publish.retain()) {
            retained.take(message);
        }
        int live = 0;
        List<SubscriptionIndex.Hearer> hearers = index.hearers(publish.topic(), from);
        for (SubscriptionIndex.Hearer hearer : hearers) {
            Subscription subscription = hearer.subscription();
            boolean flag = subscription.retainAsPublished() && publish.retain();
            live += hearer.session().isLive() ? 1 : 0;
            hearer.session()
                    .deliver(new Delivery(message, Math.min(publish.qos(), subscription.qos()), flag, hearer.ids()));
        }
        return new Reached(hearers.size(), live);
    }

    /** Adds or replaces a subscription; returns whether the session did not have it yet. */
    boolean subscribe(Session session, Subscription subscription) {
        boolean fresh = session.subscriptions.put(subscription.text(), subscription) == null;
        index.add(session, subscription);
        return fresh;
    }

    void tellRetained(Session session, Subscription subscription) {
        List<Integer> ids = subscription.id() == 0 ? List.of() : List.of(subscription.id());
        for (Message message : retained.matching(subscription.filter(), ticker.millis())) {
            session.deliver(new Delivery(message, Math.min(message.publish().qos(), subscription.qos()), true, ids));
        }
    }

    boolean unsubscribe(Session session, String text) {
        Subscription subscription = session.subscriptions.remove(text);
        return subscription != null && index.remove(session, subscription.filter(), subscription.group());
    }

    /** Takes away subscriptions; returns whether there were any. What waits for the session by them goes too. */
    boolean forbid(Session session, Predicate<String> forbidden) {
        List<Subscription> lost = session.subscriptions.values().stream()
                .filter(each -> forbidden.test(each.filter()))
                .toList();
        lost.forEach(each -> unsubscribe(session, each.text()));
        lost.forEach(each ->
                session.forgetWaiting(topic -> TopicFilters.matches(each.filter(), topic) && forbidden.test(topic)));
        return !lost.isEmpty();
    }
}
