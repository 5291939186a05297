package io.gatehouse.fleet.picture;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a camera was held, from 1 (upright) to 8 (Exif 2.3, 4.6.4 A, tag 0x0112). It is the only thing that is read of what a
 * camera writes into a photo, because without it the photo would lie on its side.
 */
final class Orientation {

    static final int UPRIGHT = 1;

    private static final int APP1 = 0xe1;
    private static final int START_OF_SCAN = 0xda;
    private static final int TAG = 0x0112;
    private static final int ENTRY_BYTES = 12;

    private Orientation() {}

    /** Of a JPEG; upright when it does not say. */
    static int of(byte[] jpeg) {
        try {
            return find(ByteBuffer.wrap(jpeg));
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // damaged: what the pixels look like is decided elsewhere
            return UPRIGHT;
        }
    }

    private static int find(ByteBuffer in) {
        in.position(2);
        while (in.remaining() > 4) {
            int marker = in.getShort() & 0xff;
            if (marker == START_OF_SCAN) {
                return UPRIGHT;
            }
            int length = (in.getShort() & 0xffff) - 2;
            if (marker == APP1 && length > 14 && in.getInt(in.position()) == 0x45786966) {
                return ofExif(in.slice(in.position() + 6, length - 6));
            }
            in.position(in.position() + length);
        }
        return UPRIGHT;
    }

    private static int ofExif(ByteBuffer tiff) {
        tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int at = tiff.getInt(4);
        int entries = tiff.getShort(at) & 0xffff;
        for (int i = 0; i < entries; i++) {
            int entry = at + 2 + i * ENTRY_BYTES;
            if ((tiff.getShort(entry) & 0xffff) == TAG) {
                int turn = tiff.getShort(entry + 8) & 0xffff;
                return turn >= 1 && turn <= 8 ? turn : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** Whether width and height change places. */
    static boolean lies(int turn) {
        return turn >= 5;
    }

    /** Where the pixel at {@code x}, {@code y} of a picture of that size belongs once it is upright. */
    static int[] upright(int turn, int x, int y, int width, int height) {
        return switch (turn) {
            case 2 -> new int[] {width - 1 - x, y};
            case 3 -> new int[] {width - 1 - x, height - 1 - y};
            case 4 -> new int[] {x, height - 1 - y};
            case 5 -> new int[] {y, x};
            case 6 -> new int[] {height - 1 - y, x};
            case 7 -> new int[] {height - 1 - y, width - 1 - x};
            case 8 -> new int[] {y, width - 1 - x};
            default -> new int[] {x, y};
        };
    }
}
