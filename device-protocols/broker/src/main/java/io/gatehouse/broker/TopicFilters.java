package io.gatehouse.broker;

/** The forms of topic names and filters (MQTT 5 §4.7). */
final class TopicFilters {

    private static final int MAX_LENGTH = 1024;

    private TopicFilters() {}

    static boolean isValidName(String topic) {
        return !topic.isEmpty()
                && topic.length() <= MAX_LENGTH
                && topic.indexOf('+') < 0
                && topic.indexOf('#') < 0
                && topic.indexOf('\u0000') < 0;
    }

    static boolean isValidFilter(String filter) {
        if (filter.isEmpty() || filter.length() > MAX_LENGTH || filter.indexOf('\u0000') >= 0) {
            return false;
        }
        String[] levels = filter.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            String level = levels[i];
            boolean hash = level.indexOf('#') >= 0;
            if (hash && (!level.equals("#") || i != levels.length - 1)) {
                return false;
            }
            if (level.indexOf('+') >= 0 && !level.equals("+")) {
                return false;
            }
        }
        return true;
    }

    /** Whether the name is matched; a leading wildcard never matches a topic that starts with {@code $}. */
    static boolean matches(String filter, String topic) {
        char first = filter.charAt(0);
        if (!topic.isEmpty() && topic.charAt(0) == '$' && (first == '+' || first == '#')) {
            return false;
        }
        int f = 0;
        int t = 0;
        while (true) {
            if (filter.startsWith("#", f)) {
                return true;
            }
            int filterEnd = levelEnd(filter, f);
            int topicEnd = levelEnd(topic, t);
            boolean any = filterEnd == f + 1 && filter.charAt(f) == '+';
            if (!any && (filterEnd - f != topicEnd - t || !filter.regionMatches(f, topic, t, topicEnd - t))) {
                return false;
            }
            if (topicEnd == topic.length()) {
                return filterEnd == filter.length()
                        || filter.substring(filterEnd).equals("/#");
            }
            if (filterEnd == filter.length()) {
                return false;
            }
            f = filterEnd + 1;
            t = topicEnd + 1;
        }
    }

    private static int levelEnd(String text, int from) {
        int slash = text.indexOf('/', from);
        return slash < 0 ? text.length() : slash;
    }
}
