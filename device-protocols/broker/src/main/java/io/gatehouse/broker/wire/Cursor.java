package io.gatehouse.broker.wire;

import io.netty.buffer.ByteBuf;

/** Reads the parts of one packet, never beyond its end. */
final class Cursor {

    private static final int NUL = 0;

    private final ByteBuf bytes;
    private int at;
    private final int end;

    Cursor(ByteBuf bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    int left() {
        return end - at;
    }

    /** The next part of this length, as a cursor of its own; this one goes on behind it. */
    Cursor part(int length) throws PacketFault {
        need(length);
        Cursor part = new Cursor(bytes, at, at + length);
        at += length;
        return part;
    }

    int octet() throws PacketFault {
        need(1);
        return bytes.getUnsignedByte(at++);
    }

    int two() throws PacketFault {
        need(2);
        int value = bytes.getUnsignedShort(at);
        at += 2;
        return value;
    }

    long four() throws PacketFault {
        need(4);
        long value = bytes.getUnsignedInt(at);
        at += 4;
        return value;
    }

    /** A variable byte integer in its shortest form (MQTT 5 §1.5.5). */
    int variable() throws PacketFault {
        int value = 0;
        for (int shift = 0; shift <= 21; shift += 7) {
            int octet = octet();
            value |= (octet & 0x7F) << shift;
            if (octet < 0x80) {
                if (octet == 0 && shift > 0) {
                    throw PacketFault.malformed("a number is longer than it needs to be");
                }
                return value;
            }
        }
        throw PacketFault.malformed("a number has more than four bytes");
    }

    /** Skips binary data; returns its length. */
    int binary() throws PacketFault {
        int length = two();
        need(length);
        at += length;
        return length;
    }

    /** Checks and skips a text; returns its length in bytes. Control characters are borne where nothing is routed by it. */
    int text() throws PacketFault {
        int length = two();
        need(length);
        Utf8.check(bytes, at, length, false);
        at += length;
        return length;
    }

    /** As {@link #text}, without control characters (MQTT 5 §1.5.4). */
    int plainText() throws PacketFault {
        int length = two();
        need(length);
        Utf8.check(bytes, at, length, true);
        at += length;
        return length;
    }

    /** A topic name: no wildcards; may be empty. */
    int topicName() throws PacketFault {
        int length = plainText();
        for (int i = at - length; i < at; i++) {
            byte octet = bytes.getByte(i);
            if (octet == '+' || octet == '#' || octet == NUL) {
                throw PacketFault.malformed("a topic name has no wildcards");
            }
        }
        return length;
    }

    /** A topic filter: wildcards stand alone in their level, and # only in the last; not empty. */
    int topicFilter() throws PacketFault {
        int length = plainText();
        int start = at - length;
        if (length == 0) {
            throw PacketFault.malformed("a topic filter is empty");
        }
        for (int i = start; i < at; i++) {
            byte octet = bytes.getByte(i);
            boolean alone = (i == start || bytes.getByte(i - 1) == '/') && (i + 1 == at || bytes.getByte(i + 1) == '/');
            if ((octet == '+' && !alone) || (octet == '#' && !(alone && i + 1 == at))) {
                throw PacketFault.malformed("a wildcard stands where none may");
            }
        }
        return length;
    }

    /** Whether the text of this many bytes that was just read starts with the prefix. */
    boolean justRead(int length, String prefix) {
        if (length < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (bytes.getByte(at - length + i) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void need(int length) throws PacketFault {
        if (left() < length) {
            throw PacketFault.malformed("the packet ends too early");
        }
    }
}
