package io.gatehouse.patrol.wand;

import io.gatehouse.patrol.wand.WandTrouble.Code;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A wand's memory as a dock passes it on, big-endian: {@code GHW1}, the heading, its CRC-32, records of 20 bytes (number,
 * seconds since 1970 with sign, tag of 8 bytes, CRC-32 of the three), and an HMAC-SHA-256 over all of it, or 32 zeros.
 */
public final class WandBinary {

    static final byte[] MAGIC = "GHW1".getBytes(StandardCharsets.US_ASCII);

    private static final int RECORD = 20;
    private static final int TAG = 8;
    private static final int HMAC = 32;

    private WandBinary() {}

    static Decoded<WandUpload> read(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).position(MAGIC.length);
        UploadBatch batch;
        try {
            batch = batch(in);
            int crc = crc(file, 0, in.position());
            if (in.getInt() != crc || batch.records() < 0) {
                return Decoded.malformed(RefusalCode.BAD_ENCODING, "the heading is damaged: its checksum is wrong");
            }
        } catch (BufferUnderflowException e) {
            return Decoded.malformed(RefusalCode.BAD_ENCODING, "the file ends within its heading");
        }
        return Decoded.ok(records(file, in, batch));
    }

    private static UploadBatch batch(ByteBuffer in) {
        String wand = text(in);
        String dock = text(in);
        String firmware = text(in);
        long erase = in.getInt() & 0xffffffffL;
        int millivolts = in.getShort() & 0xffff;
        long wandTime = in.getLong();
        long dockTime = in.getLong();
        return new UploadBatch(wand, dock, wandTime, dockTime, firmware, erase, in.getInt(), millivolts);
    }

    private static WandUpload records(byte[] file, ByteBuffer in, UploadBatch batch) {
        List<WandRecord> records = new ArrayList<>();
        int begin = in.position();
        int there = Math.min(batch.records(), Math.min(in.remaining() / RECORD, WandFile.MOST_RECORDS));
        int damaged = 0;
        for (int i = 0; i < there; i++) {
            int at = begin + i * RECORD;
            in.position(at);
            WandRecord record = new WandRecord(in.getInt() & 0xffffffffL, in.getInt() * 1_000L, tag(in));
            if (in.getInt() == crc(file, at, at + RECORD - 4)) {
                records.add(record);
            } else {
                damaged++;
            }
        }
        int end = begin + there * RECORD;
        boolean whole = there == batch.records() && file.length >= end + HMAC && damaged == 0;
        records.sort(Comparator.comparingLong(WandRecord::seq));
        byte[] signature = whole ? Arrays.copyOfRange(file, end, end + HMAC) : new byte[HMAC];
        boolean signed = !Arrays.equals(signature, new byte[HMAC]);
        return new WandUpload(
                batch,
                records,
                whole,
                new WandUpload.Signed(
                        Arrays.copyOf(file, end), signed ? HexFormat.of().formatHex(signature) : ""),
                troubles(batch, there, file.length >= end + HMAC, damaged));
    }

    private static List<WandTrouble> troubles(UploadBatch batch, int there, boolean ends, int damaged) {
        List<WandTrouble> troubles = new ArrayList<>();
        if (there < batch.records() || !ends) {
            troubles.add(new WandTrouble(
                    Code.TORN,
                    "the file ends early: " + there + " of " + batch.records()
                            + " records are there; read the wand out again"));
        }
        if (damaged > 0) {
            troubles.add(new WandTrouble(
                    Code.DAMAGED, damaged + " records are damaged (their checksum is wrong) and are left out"));
        }
        return troubles;
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[in.get() & 0xff];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String tag(ByteBuffer in) {
        byte[] bytes = new byte[TAG];
        in.get(bytes);
        int from = 0;
        while (from < TAG - 1 && bytes[from] == 0) {
            from++;
        }
        return HexFormat.of().withUpperCase().formatHex(bytes, from, TAG);
    }

    private static int crc(byte[] bytes, int from, int to) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }

    /** Writes what {@link #read} reads; tags are hexadecimal digits of at most 8 bytes; not signed when the key is "". */
    public static byte[] write(UploadBatch batch, List<WandRecord> records, String key) {
        byte[] names = (batch.wand() + batch.dock() + batch.firmware()).getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(64 + names.length + records.size() * RECORD + HMAC);
        out.put(MAGIC);
        put(out, batch.wand());
        put(out, batch.dock());
        put(out, batch.firmware());
        out.putInt((int) batch.erase()).putShort((short) batch.millivolts());
        out.putLong(batch.wandTime()).putLong(batch.dockTime()).putInt(batch.records());
        out.putInt(crc(out.array(), 0, out.position()));
        for (WandRecord record : records) {
            int at = out.position();
            byte[] tag = HexFormat.of().parseHex(record.tag());
            out.putInt((int) record.seq()).putInt((int) Math.floorDiv(record.rawTime(), 1_000L));
            out.put(new byte[TAG - tag.length]).put(tag);
            out.putInt(crc(out.array(), at, out.position()));
        }
        byte[] content = Arrays.copyOf(out.array(), out.position());
        out.put(key.isEmpty() ? new byte[HMAC] : HexFormat.of().parseHex(WandFile.signature(content, key)));
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void put(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.put((byte) bytes.length).put(bytes);
    }
}
