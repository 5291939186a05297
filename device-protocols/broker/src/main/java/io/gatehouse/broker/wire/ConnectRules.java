package io.gatehouse.broker.wire;

import io.gatehouse.broker.wire.PropertyRules.Place;

/** The form of a CONNECT (MQTT 3.1.1 §3.1, MQTT 5 §3.1). */
final class ConnectRules {

    static final int VERSION_31 = 3;
    static final int VERSION_311 = 4;
    static final int VERSION_5 = 5;

    static final int CLEAN = 0x02;
    private static final int WILL = 0x04;
    private static final int WILL_QOS = 0x18;
    private static final int WILL_RETAIN = 0x20;
    private static final int PASSWORD = 0x40;
    private static final int USER_NAME = 0x80;

    private ConnectRules() {}

    /**
     * Reads the version alone; what is no MQTT at all is a silent fault.
     *
     * @return 3, 4 or 5
     */
    static int version(Cursor packet) throws PacketFault {
        int length = packet.text();
        boolean old = length == 6 && packet.justRead(length, "MQIsdp");
        if (!old && !(length == 4 && packet.justRead(length, "MQTT"))) {
            throw PacketFault.silent("this is not MQTT");
        }
        int version = packet.octet();
        boolean fits = old ? version == VERSION_31 : version == VERSION_311 || version == VERSION_5;
        if (!fits) {
            boolean known = version == VERSION_31 || version == VERSION_311;
            throw PacketFault.of(
                    known ? PacketFault.OLD_VERSION_REFUSED : PacketFault.VERSION_NOT_SUPPORTED,
                    "version " + version + " is not spoken here under this name");
        }
        return version;
    }

    /** The rest, behind the version; returns whether the client id is left to the server. */
    static boolean check(Cursor packet, int version) throws PacketFault {
        int flags = packet.octet();
        checkFlags(flags, version);
        packet.two();
        boolean authenticated = version == VERSION_5
                && PropertyRules.check(packet, Place.CONNECT).authenticated();
        boolean unnamed = checkClientId(packet, version, (flags & CLEAN) != 0);
        if ((flags & WILL) != 0) {
            if (version == VERSION_5) {
                PropertyRules.check(packet, Place.WILL);
            }
            if (packet.topicName() == 0) {
                throw PacketFault.malformed("a will without a topic");
            }
            packet.binary();
        }
        checkSecrets(packet, flags);
        if (packet.left() > 0) {
            throw PacketFault.malformed("more bytes than the flags tell of");
        }
        if (authenticated) {
            throw PacketFault.of(
                    PacketFault.BAD_AUTHENTICATION_METHOD, "only a name and a secret are known here, no other method");
        }
        return unnamed;
    }

    private static void checkFlags(int flags, int version) throws PacketFault {
        int willQos = (flags & WILL_QOS) >> 3;
        boolean willParts = willQos > 0 || (flags & WILL_RETAIN) != 0;
        if (((flags & 1) != 0 && version > VERSION_31)
                || willQos > 2
                || ((flags & WILL) == 0 && willParts)
                || (version < VERSION_5 && (flags & PASSWORD) != 0 && (flags & USER_NAME) == 0)) {
            throw PacketFault.silent("the connect flags contradict each other");
        }
    }

    private static boolean checkClientId(Cursor packet, int version, boolean clean) throws PacketFault {
        int length;
        try {
            length = packet.plainText();
        } catch (PacketFault fault) {
            throw fault.as(version == VERSION_5 ? PacketFault.CLIENT_ID_NOT_VALID : PacketFault.SILENT);
        }
        boolean mayBeEmpty = version == VERSION_5 || (version == VERSION_311 && clean);
        if (length == 0 && !mayBeEmpty) {
            throw PacketFault.of(PacketFault.CLIENT_ID_NOT_VALID, "a client id is needed");
        }
        return length == 0;
    }

    private static void checkSecrets(Cursor packet, int flags) throws PacketFault {
        try {
            if ((flags & USER_NAME) != 0) {
                packet.plainText();
            }
            if ((flags & PASSWORD) != 0) {
                packet.binary();
            }
        } catch (PacketFault fault) {
            throw fault.as(PacketFault.SILENT);
        }
    }
}
