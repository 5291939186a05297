package io.gatehouse.protocol.uplink;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.RefusalCode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * An {@link UplinkBatch} with its sender's boot and its records in one piece, compressed where that helps. Sent only to a
 * fleet that has said it takes the encoding ({@link UplinkAck.Lease#takes}). What is needed to refuse it stands outside
 * the compressed piece.
 *
 * @param boot the process that sends, as its hello named it
 * @param count how many records
 * @param size bytes of the piece when it is unpacked, at most {@link #MAX_SIZE}
 * @param encoding {@link #DEFLATE} (RFC 1951) or {@link #PLAIN}
 * @param piece each record as four bytes of length, big endian, and its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // read once and never compared
public record PackedBatch(
        GatewayId gateway,
        String boot,
        Lane lane,
        LogId log,
        long first,
        long oldest,
        long newest,
        boolean live,
        int count,
        int size,
        String encoding,
        byte[] piece) {

    public static final String DEFLATE = "deflate";
    public static final String PLAIN = "plain";

    /** What is known here, best first. */
    public static final List<String> ENCODINGS = List.of(DEFLATE, PLAIN);

    /** More is not unpacked, whatever it claims: 16 times the usual batch. */
    public static final int MAX_SIZE = 4 * 1024 * 1024;

    /** Less is not worth the work. */
    private static final int WORTH_PACKING = 512;

    /** Packs for a fleet that takes these encodings; takes processor time, so not on an event loop. */
    public static PackedBatch of(UplinkBatch batch, String boot, List<String> takes) {
        int size = batch.records().stream()
                .mapToInt(record -> record.length + Integer.BYTES)
                .sum();
        ByteBuffer whole = ByteBuffer.allocate(size);
        batch.records().forEach(record -> whole.putInt(record.length).put(record));
        byte[] piece = whole.array();
        String encoding = PLAIN;
        if (takes.contains(DEFLATE) && size >= WORTH_PACKING) {
            byte[] packed = deflate(piece);
            if (packed.length < size) {
                piece = packed;
                encoding = DEFLATE;
            }
        }
        return new PackedBatch(
                batch.gateway(),
                boot,
                batch.lane(),
                batch.log(),
                batch.first(),
                batch.oldest(),
                batch.newest(),
                batch.live(),
                batch.records().size(),
                size,
                encoding,
                piece);
    }

    /** The batch, or why it is none: never more than {@link #MAX_SIZE} bytes are made of it. */
    public Decoded<UplinkBatch> unpack() {
        if (size < 1 || size > MAX_SIZE || count < 1 || first < 1 || count > size / Integer.BYTES) {
            return malformed(count + " records in " + size + " bytes from " + first + " are no batch");
        }
        byte[] whole = encoding.equals(DEFLATE) ? inflate() : piece;
        if (whole.length != size || !(encoding.equals(DEFLATE) || encoding.equals(PLAIN))) {
            return malformed("the " + encoding + " piece does not hold the " + size + " bytes that it claims");
        }
        List<byte[]> records = new ArrayList<>(count);
        ByteBuffer rest = ByteBuffer.wrap(whole);
        for (int i = 0; i < count; i++) {
            int length = rest.remaining() < Integer.BYTES ? -1 : rest.getInt();
            if (length < 0 || length > rest.remaining()) {
                return malformed("record " + (first + i) + " is cut off");
            }
            byte[] record = new byte[length];
            rest.get(record);
            records.add(record);
        }
        return rest.hasRemaining()
                ? malformed("there is more than " + count + " records")
                : Decoded.ok(new UplinkBatch(gateway, lane, log, first, oldest, newest, live, records));
    }

    private static byte[] deflate(byte[] whole) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(whole);
            deflater.finish();
            byte[] out = new byte[whole.length];
            int length = deflater.deflate(out);
            // what does not fit is larger than it was: the caller sends it as it is
            return deflater.finished() ? java.util.Arrays.copyOf(out, length) : whole;
        } finally {
            deflater.end();
        }
    }

    /** Exactly the claimed number of bytes, or nothing. */
    private byte[] inflate() {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(piece);
            byte[] out = new byte[size];
            int length = inflater.inflate(out);
            boolean whole = length == size
                    && (inflater.finished() || inflater.inflate(new byte[1]) == 0)
                    && inflater.finished();
            return whole ? out : new byte[0];
        } catch (DataFormatException e) {
            return new byte[0];
        } finally {
            inflater.end();
        }
    }

    private static Decoded<UplinkBatch> malformed(String why) {
        return Decoded.malformed(RefusalCode.BAD_ENCODING, why);
    }
}
