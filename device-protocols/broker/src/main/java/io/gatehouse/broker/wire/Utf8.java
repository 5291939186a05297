package io.gatehouse.broker.wire;

import io.netty.buffer.ByteBuf;

/** Whether bytes are UTF-8 as MQTT wants it: shortest forms, no surrogates, no U+0000 (MQTT 5 §1.5.4). */
final class Utf8 {

    private Utf8() {}

    static void check(ByteBuf bytes, int start, int length, boolean withoutControls) throws PacketFault {
        int end = start + length;
        int at = start;
        while (at < end) {
            int first = bytes.getUnsignedByte(at);
            if (first >= 0x20 && first < 0x7F) {
                at++;
            } else {
                at += character(bytes, at, end, withoutControls);
            }
        }
    }

    /** Checks one character; returns its length in bytes. */
    private static int character(ByteBuf bytes, int at, int end, boolean withoutControls) throws PacketFault {
        int first = bytes.getUnsignedByte(at);
        int length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        if ((first >= 0x80 && first < 0xC2) || first > 0xF4 || at + length > end) {
            throw PacketFault.malformed("a text is not UTF-8");
        }
        int point = length == 1 ? first : first & (0x7F >> length);
        for (int i = 1; i < length; i++) {
            int next = bytes.getUnsignedByte(at + i);
            if ((next & 0xC0) != 0x80) {
                throw PacketFault.malformed("a text is not UTF-8");
            }
            point = point << 6 | next & 0x3F;
        }
        checkPoint(point, length, withoutControls);
        return length;
    }

    private static void checkPoint(int point, int length, boolean withoutControls) throws PacketFault {
        boolean surrogate = point >= 0xD800 && point <= 0xDFFF;
        boolean longer = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
        boolean control = point < 0x20 || (point >= 0x7F && point <= 0x9F);
        boolean character = (point & 0xFFFE) != 0xFFFE;
        if (point == 0 || surrogate || longer || point > 0x10FFFF || (withoutControls && (control || !character))) {
            throw PacketFault.malformed("a text has a character that MQTT does not carry");
        }
    }
}
