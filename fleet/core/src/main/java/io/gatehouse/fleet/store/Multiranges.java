package io.gatehouse.fleet.store;

import io.gatehouse.protocol.IntervalSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Interval sets as PostgreSQL's {@code int8multirange} writes them: {@code {[1,18),[20,21)}}. */
public final class Multiranges {

    private static final Pattern RANGE = Pattern.compile("\\[(\\d+),(\\d+)\\)");

    private Multiranges() {}

    public static IntervalSet read(String text) {
        IntervalSet set = IntervalSet.EMPTY;
        Matcher matcher = RANGE.matcher(text);
        while (matcher.find()) {
            set = set.plus(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)) - 1);
        }
        return set;
    }

    public static String write(IntervalSet set) {
        StringBuilder text = new StringBuilder("{");
        for (long[] pair : set.pairs()) {
            text.append(text.length() == 1 ? "" : ",")
                    .append('[')
                    .append(pair[0])
                    .append(',')
                    .append(pair[1] + 1)
                    .append(')');
        }
        return text.append('}').toString();
    }
}
