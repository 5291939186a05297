package io.gatehouse.fleet.web.live;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a client can listen to; the name in lower case is the event's name on the wire. */
public enum Topic {
    EVENTS(250),
    DEVICES(1000),
    COMMANDS(250),
    GATEWAYS(1000),
    BACKLOG(1000),
    GAPS(1000),
    AUDIT(1000),
    ROUNDS(1000),
    ALARMS(1000),
    JOBS(1000),
    ROLLOUTS(1000),
    OVERVIEW(1000);

    private final long lingerMillis;

    Topic(long lingerMillis) {
        this.lingerMillis = lingerMillis;
    }

    /** Changes within this many milliseconds go out together. */
    long lingerMillis() {
        return lingerMillis;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The topics of a comma-separated list, which the contract has checked; all for an empty one. */
    static Set<Topic> parse(String list) {
        if (list.isEmpty()) {
            return EnumSet.allOf(Topic.class);
        }
        Set<Topic> topics = EnumSet.noneOf(Topic.class);
        Arrays.stream(list.split(",")).forEach(name -> topics.add(valueOf(name.toUpperCase(Locale.ROOT))));
        return topics;
    }
}
