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
        String[] wanted = filter.split("/", -1);
        String[] levels = topic.split("/", -1);
        if (topic.startsWith("$") && (wanted[0].equals("#") || wanted[0].equals("+"))) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("#")) {
                return true;
            }
            if (i >= levels.length || !(wanted[i].equals("+") || wanted[i].equals(levels[i]))) {
                return false;
            }
        }
        return wanted.length == levels.length;
    }
}
