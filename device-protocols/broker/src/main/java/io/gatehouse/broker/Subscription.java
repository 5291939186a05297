package io.gatehouse.broker;

import org.jspecify.annotations.Nullable;

/**
 * What a session wants to hear.
 *
 * @param filter without the share prefix
 * @param group the shared subscription's group (MQTT 5 §4.8.2), or nothing
 * @param noLocal own messages are not wanted back
 * @param retainAsPublished keep the retain flag as it was
 * @param id the subscription identifier, 0 for none
 */
record Subscription(
        String filter, @Nullable String group, int qos, boolean noLocal, boolean retainAsPublished, int id) {

    private static final String SHARE = "$share/";

    /** Splits {@code $share/group/filter}; nothing when the form is broken. */
    static @Nullable Subscription parse(String text, int qos, boolean noLocal, boolean retainAsPublished, int id) {
        String filter = text;
        String group = null;
        if (text.startsWith(SHARE)) {
            int slash = text.indexOf('/', SHARE.length());
            if (slash <= SHARE.length() || slash == text.length() - 1) {
                return null;
            }
            group = text.substring(SHARE.length(), slash);
            filter = text.substring(slash + 1);
            if (group.indexOf('+') >= 0 || group.indexOf('#') >= 0) {
                return null;
            }
        }
        return TopicFilters.isValidFilter(filter)
                ? new Subscription(filter, group, qos, noLocal, retainAsPublished, id)
                : null;
    }

    /** As the client wrote it. */
    String text() {
        return group == null ? filter : SHARE + group + "/" + filter;
    }

    boolean isWildcard() {
        return filter.indexOf('+') >= 0 || filter.indexOf('#') >= 0;
    }
}
