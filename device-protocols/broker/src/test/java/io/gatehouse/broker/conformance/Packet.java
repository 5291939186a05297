package io.gatehouse.broker.conformance;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A packet that came, or that was expected, with what counts about it. */
record Packet(int header, byte[] body) {

    private static final int CONNACK = 2;
    private static final int PUBACK = 4;
    private static final int PUBCOMP = 7;
    private static final int SUBACK = 9;
    private static final int UNSUBACK = 11;
    private static final int DISCONNECT = 14;

    static Packet of(byte[] whole) {
        int at = 1;
        while ((whole[at] & 0x80) != 0) {
            at++;
        }
        return new Packet(whole[0] & 0xFF, Arrays.copyOfRange(whole, at + 1, whole.length));
    }

    int type() {
        return header >> 4;
    }

    boolean isRefusal() {
        return type() == DISCONNECT || (type() == CONNACK && body.length > 1 && body[1] != 0);
    }

    /** The header and what the standard prescribes of the body: what a broker says about itself may differ. */
    List<Object> essence(int version) {
        int type = type();
        if (type == CONNACK) {
            return List.of(header, octet(0), octet(1));
        }
        if (type >= PUBACK && type <= PUBCOMP) {
            return List.of(header, octet(0), octet(1), octet(2));
        }
        if (type == SUBACK || type == UNSUBACK) {
            int codes = version == 5 ? 3 + octet(2) : 2;
            return List.of(header, octet(0), octet(1), hex(codes));
        }
        return type == DISCONNECT ? List.of(header, octet(0)) : List.of(header, hex(0));
    }

    private int octet(int at) {
        return at < body.length ? body[at] & 0xFF : 0;
    }

    private String hex(int from) {
        return HexFormat.of().formatHex(body, Math.min(from, body.length), body.length);
    }

    @Override
    public String toString() {
        return "%02x %s".formatted(header, hex(0));
    }
}
