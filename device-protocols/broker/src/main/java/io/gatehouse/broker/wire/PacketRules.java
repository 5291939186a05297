package io.gatehouse.broker.wire;

import io.gatehouse.broker.wire.PropertyRules.Place;
import io.netty.buffer.ByteBuf;
import java.util.HashSet;
import java.util.Set;

/** The forms of the packets that a client may send after its CONNECT, and what they say about each other. */
final class PacketRules {

    static final int PUBLISH = 3;
    static final int PUBACK = 4;
    static final int PUBREC = 5;
    static final int PUBREL = 6;
    static final int PUBCOMP = 7;
    static final int SUBSCRIBE = 8;
    static final int UNSUBSCRIBE = 10;
    static final int PINGREQ = 12;
    static final int DISCONNECT = 14;

    private static final int QOS_RETAIN_HANDLING_3 = 0x30;
    private static final String SHARE = "$share/";

    private final int version;
    private final int maxTopicAlias;
    private final Set<Integer> aliases = new HashSet<>();

    PacketRules(int version, int maxTopicAlias) {
        this.version = version;
        this.maxTopicAlias = maxTopicAlias;
    }

    private boolean isVersion5() {
        return version == ConnectRules.VERSION_5;
    }

    /**
     * Checks one packet.
     *
     * @param header its first byte
     * @param start where its variable header starts
     * @param end where it ends
     */
    void check(int header, ByteBuf bytes, int start, int end) throws PacketFault {
        Cursor packet = new Cursor(bytes, start, end);
        int type = header >> 4;
        int flags = header & 0x0F;
        if (type == PUBLISH) {
            checkPublish(packet, flags);
            return;
        }
        boolean second = type == PUBREL || type == SUBSCRIBE || type == UNSUBSCRIBE;
        if (flags != (second ? 2 : 0)) {
            throw PacketFault.malformed("reserved bits of the header are set");
        }
        switch (type) {
            case PUBACK, PUBREC, PUBREL, PUBCOMP -> checkAnswer(packet);
            case SUBSCRIBE -> checkSubscribe(packet);
            case UNSUBSCRIBE -> checkUnsubscribe(packet);
            case PINGREQ -> checkEmpty(packet);
            case DISCONNECT -> checkDisconnect(packet);
            default -> throw PacketFault.violation("a client does not send packets of type " + type);
        }
    }

    private void checkPublish(Cursor packet, int flags) throws PacketFault {
        int qos = flags >> 1 & 3;
        if (qos == 3 || (qos == 0 && (flags & 8) != 0)) {
            throw PacketFault.malformed("there is no such QoS");
        }
        int topic = packet.topicName();
        if (qos > 0 && packet.two() == 0) {
            throw PacketFault.violation("a packet identifier is not 0");
        }
        if (!isVersion5()) {
            if (topic == 0) {
                throw PacketFault.malformed("a topic name is empty");
            }
            return;
        }
        int alias = PropertyRules.check(packet, Place.PUBLISH).topicAlias();
        if (alias > maxTopicAlias) {
            throw PacketFault.of(PacketFault.TOPIC_ALIAS_INVALID, "topic aliases end at " + maxTopicAlias);
        }
        if (topic == 0 && alias == 0) {
            throw PacketFault.malformed("a topic name is empty");
        }
        if (topic > 0 && alias > 0) {
            aliases.add(alias);
        } else if (topic == 0 && !aliases.contains(alias)) {
            throw PacketFault.violation("topic alias " + alias + " was not told before");
        }
    }

    private void checkAnswer(Cursor packet) throws PacketFault {
        if (packet.two() == 0) {
            throw PacketFault.malformed("a packet identifier is not 0");
        }
        if (isVersion5() && packet.left() > 0) {
            packet.octet();
            if (packet.left() > 0) {
                PropertyRules.check(packet, Place.ANSWER);
            }
        }
        checkEmpty(packet);
    }

    private void checkSubscribe(Cursor packet) throws PacketFault {
        checkIdAndProperties(packet, Place.SUBSCRIBE);
        do {
            int length = packet.topicFilter();
            boolean shared = packet.justRead(length, SHARE);
            int options = packet.octet();
            int reserved = isVersion5() ? 0xC0 : 0xFC;
            if ((options & reserved) != 0
                    || (options & 3) == 3
                    || (options & QOS_RETAIN_HANDLING_3) == QOS_RETAIN_HANDLING_3) {
                throw PacketFault.malformed("there are no such subscription options");
            }
            if (shared && (options & 4) != 0) {
                throw PacketFault.violation("a shared subscription hears also what its own client says");
            }
        } while (packet.left() > 0);
    }

    private void checkUnsubscribe(Cursor packet) throws PacketFault {
        checkIdAndProperties(packet, Place.UNSUBSCRIBE);
        do {
            packet.topicFilter();
        } while (packet.left() > 0);
    }

    private void checkIdAndProperties(Cursor packet, Place place) throws PacketFault {
        if (packet.two() == 0) {
            throw PacketFault.malformed("a packet identifier is not 0");
        }
        if (isVersion5()) {
            PropertyRules.check(packet, place);
        }
    }

    private void checkDisconnect(Cursor packet) throws PacketFault {
        if (isVersion5() && packet.left() > 0) {
            packet.octet();
            if (packet.left() > 0) {
                PropertyRules.check(packet, Place.DISCONNECT);
            }
        }
        checkEmpty(packet);
    }

    private static void checkEmpty(Cursor packet) throws PacketFault {
        if (packet.left() > 0) {
            throw PacketFault.malformed("more bytes than the packet has use for");
        }
    }
}
