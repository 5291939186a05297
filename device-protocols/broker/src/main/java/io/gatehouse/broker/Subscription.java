package io.gatehouse.broker;

import org.jspecify.annotations.Nullable;

/**
 * What a session wants to hear.
 *
 * @param filter without the share prefix
 * @param group the shared subscription's group (MQTT 5 §4.8.2), or nothing
 * @param noLocal own messages are not wanted back
 * @param retainAsPublished keep the retain flag as it was
 */
record Subscription(String filter, @Nullable String group, int qos, boolean noLocal, boolean retainAsPublished) {

    /** Splits {@code $share/group/filter}; nothing when the form is broken. */
    static @Nullable Subscription parse(String text, int qos, boolean noLocal, boolean retainAsPublished) {
        String filter = text;
        String group = null;
        if (text.startsWith("$share/")) {
            int slash = text.indexOf('/', 7);
            if (slash <= 7 || slash == text.length() - 1) {
                return null;
            }
            group = text.substring(7, slash);
            filter = text.substring(slash + 1);
            if (group.indexOf('+') >= 0 || group.indexOf('#') >= 0) {
                return null;
            }
        }
        return TopicFilters.isValidFilter(filter)
                ? new Subscription(filter, group, qos, noLocal, retainAsPublished)
                : null;
    }

    boolean isWildcard() {
        return filter.indexOf('+') >= 0 || filter.indexOf('#') >= 0;
    }
}
