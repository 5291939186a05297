package io.gatehouse.identity;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An address as an NFC tag holds it: an NDEF message of one record of the well-known type "U" (NFC Forum, NDEF 1.0 and URI
 * Record Type Definition 1.0). Every phone opens it without a program of ours. Pure.
 */
public final class NdefUri {

    /** Message begins and ends with this record; well-known type. */
    private static final int HEAD = 0b1100_0001;
    /** The payload's length is one byte. */
    private static final int SHORT = 0b0001_0000;

    private static final int SHORT_MOST = 255;
    private static final byte TYPE = 'U';
    /** What the first byte of the payload stands for (URI RTD 1.0, table 3); those that a label's address may begin with. */
    private static final List<String> PREFIXES = List.of("", "http://www.", "https://www.", "http://", "https://");
    /** Type 2 Tag, 2.3: what follows is an NDEF message; the last block of the tag. */
    private static final int NDEF_BLOCK = 0x03;

    private static final int LAST_BLOCK = 0xFE;

    private NdefUri() {}

    /** The message: what a program writes on a tag. */
    public static byte[] message(String address) {
        int code = prefixOf(address);
        byte[] rest = address.substring(PREFIXES.get(code).length()).getBytes(StandardCharsets.UTF_8);
        int length = rest.length + 1;
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(length <= SHORT_MOST ? HEAD | SHORT : HEAD);
        message.write(1);
        if (length <= SHORT_MOST) {
            message.write(length);
        } else {
            message.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
        }
        message.write(TYPE);
        message.write(code);
        message.writeBytes(rest);
        return message.toByteArray();
    }

    /** The longest prefix that the address begins with. */
    private static int prefixOf(String address) {
        int longest = 0;
        for (int code = 1; code < PREFIXES.size(); code++) {
            boolean fits = address.startsWith(PREFIXES.get(code))
                    && PREFIXES.get(code).length() > PREFIXES.get(longest).length();
            longest = fits ? code : longest;
        }
        return longest;
    }

    /** The message in its block, as it lies in the memory of a Type 2 Tag such as NTAG213 from page 4 on. */
    public static byte[] block(String address) {
        byte[] message = message(address);
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(NDEF_BLOCK);
        if (message.length < SHORT_MOST) {
            block.write(message.length);
        } else {
            block.write(SHORT_MOST);
            block.write(message.length >> 8);
            block.write(message.length);
        }
        block.writeBytes(message);
        block.write(LAST_BLOCK);
        return block.toByteArray();
    }

    /** The address of such a message; nothing when it is another one. */
    public static Optional<String> read(byte[] message) {
        boolean brief = message.length > 4 && (message[0] & SHORT) != 0;
        int head = brief ? 3 : 6;
        if (message.length < head + 2 || (message[0] & ~SHORT) != (byte) HEAD || message[1] != 1) {
            return Optional.empty();
        }
        int length = brief
                ? message[2] & 0xFF
                : ByteBuffer.wrap(message, 2, Integer.BYTES).getInt();
        int code = message[head + 1];
        if (message[head] != TYPE || length != message.length - head - 1 || code < 0 || code >= PREFIXES.size()) {
            return Optional.empty();
        }
        byte[] rest = Arrays.copyOfRange(message, head + 2, message.length);
        return Optional.of(PREFIXES.get(code) + new String(rest, StandardCharsets.UTF_8));
    }
}
