package io.gatehouse.broker.wire;

import java.util.Map;

/** Which MQTT 5 properties may stand where, how often, and with which values (MQTT 5 §2.2.2). */
final class PropertyRules {

    /** What carries properties. */
    enum Place {
        CONNECT,
        WILL,
        PUBLISH,
        SUBSCRIBE,
        UNSUBSCRIBE,
        ANSWER,
        DISCONNECT,
        AUTH;

        private int bit() {
            return 1 << ordinal();
        }
    }

    private enum Type {
        FLAG,
        OCTET,
        TWO,
        FOUR,
        VARIABLE,
        TEXT,
        TOPIC,
        BINARY,
        PAIR
    }

    private record Rule(Type type, boolean notZero, int places) {}

    static final int TOPIC_ALIAS = 0x23;
    static final int AUTHENTICATION_METHOD = 0x15;
    private static final int AUTHENTICATION_DATA = 0x16;
    private static final int USER_PROPERTY = 0x26;
    private static final int ALL = 0xFF;

    private static final Map<Integer, Rule> RULES = Map.ofEntries(
            rule(0x01, Type.FLAG, false, Place.PUBLISH, Place.WILL),
            rule(0x02, Type.FOUR, false, Place.PUBLISH, Place.WILL),
            rule(0x03, Type.TEXT, false, Place.PUBLISH, Place.WILL),
            rule(0x08, Type.TOPIC, true, Place.PUBLISH, Place.WILL),
            rule(0x09, Type.BINARY, false, Place.PUBLISH, Place.WILL),
            rule(0x0B, Type.VARIABLE, true, Place.SUBSCRIBE),
            rule(0x11, Type.FOUR, false, Place.CONNECT, Place.DISCONNECT),
            rule(0x12, Type.TEXT, false),
            rule(0x13, Type.TWO, false),
            rule(AUTHENTICATION_METHOD, Type.TEXT, false, Place.CONNECT, Place.AUTH),
            rule(AUTHENTICATION_DATA, Type.BINARY, false, Place.CONNECT, Place.AUTH),
            rule(0x17, Type.FLAG, false, Place.CONNECT),
            rule(0x18, Type.FOUR, false, Place.WILL),
            rule(0x19, Type.FLAG, false, Place.CONNECT),
            rule(0x1A, Type.TEXT, false),
            rule(0x1C, Type.TEXT, false),
            rule(0x1F, Type.TEXT, false, Place.ANSWER, Place.DISCONNECT, Place.AUTH),
            rule(0x21, Type.TWO, true, Place.CONNECT),
            rule(0x22, Type.TWO, false, Place.CONNECT),
            rule(TOPIC_ALIAS, Type.TWO, false, Place.PUBLISH),
            rule(0x24, Type.OCTET, false),
            rule(0x25, Type.OCTET, false),
            Map.entry(USER_PROPERTY, new Rule(Type.PAIR, false, ALL)),
            rule(0x27, Type.FOUR, true, Place.CONNECT),
            rule(0x28, Type.OCTET, false),
            rule(0x29, Type.OCTET, false),
            rule(0x2A, Type.OCTET, false));

    private PropertyRules() {}

    /**
     * What a list of properties had that the packet's own rules depend on.
     *
     * @param topicAlias 0 for none
     */
    record Found(int topicAlias, boolean authenticated) {
        static final Found NOTHING = new Found(0, false);
    }

    /** Reads the properties with their length before them. */
    static Found check(Cursor packet, Place place) throws PacketFault {
        Cursor properties = packet.part(packet.variable());
        if (properties.left() == 0) {
            return Found.NOTHING;
        }
        long seen = 0;
        int alias = 0;
        while (properties.left() > 0) {
            int id = properties.variable();
            Rule rule = RULES.get(id);
            if (rule == null) {
                throw PacketFault.malformed("there is no property " + id);
            }
            long value = value(properties, rule);
            checkPlace(id, rule, place);
            if (id != USER_PROPERTY && (seen & 1L << id) != 0) {
                throw PacketFault.violation("property " + id + " stands twice");
            }
            seen |= 1L << id;
            alias = id == TOPIC_ALIAS ? checkedAlias(value) : alias;
        }
        boolean method = (seen & 1L << AUTHENTICATION_METHOD) != 0;
        if (!method && (seen & 1L << AUTHENTICATION_DATA) != 0) {
            throw PacketFault.violation("authentication data without a method");
        }
        return new Found(alias, method);
    }

    private static int checkedAlias(long alias) throws PacketFault {
        if (alias == 0) {
            throw PacketFault.of(PacketFault.TOPIC_ALIAS_INVALID, "a topic alias is not 0");
        }
        return (int) alias;
    }

    private static void checkPlace(int id, Rule rule, Place place) throws PacketFault {
        if ((rule.places & place.bit()) != 0) {
            return;
        }
        String message = "property " + id + " has no place in " + place;
        boolean inSubscription = place == Place.SUBSCRIBE || place == Place.UNSUBSCRIBE;
        throw inSubscription ? PacketFault.malformed(message) : PacketFault.violation(message);
    }

    /** Reads the value; for texts and data its length. */
    private static long value(Cursor properties, Rule rule) throws PacketFault {
        long value = switch (rule.type) {
            case FLAG, OCTET -> properties.octet();
            case TWO -> properties.two();
            case FOUR -> properties.four();
            case VARIABLE -> properties.variable();
            case TEXT -> properties.text();
            case TOPIC -> properties.topicName();
            case BINARY -> properties.binary();
            case PAIR -> properties.text() + properties.text();
        };
        if ((rule.notZero && value == 0) || (rule.type == Type.FLAG && value > 1)) {
            throw PacketFault.violation("a property has a value that it must not have");
        }
        return value;
    }

    private static Map.Entry<Integer, Rule> rule(int id, Type type, boolean notZero, Place... places) {
        int bits = 0;
        for (Place place : places) {
            bits |= place.bit();
        }
        return Map.entry(id, new Rule(type, notZero, bits));
    }
}
