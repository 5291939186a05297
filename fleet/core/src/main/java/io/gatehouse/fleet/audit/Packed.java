package io.gatehouse.fleet.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Records of one stretch as they lie in the database: length (4) and bytes of each, deflated together. */
final class Packed {

    private Packed() {}

    static byte[] pack(List<byte[]> records) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        // the names of the fields are in every record: the fastest level already finds them
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(packed, deflater, 8_192))) {
            for (byte[] record : records) {
                out.writeInt(record.length);
                out.write(record);
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory does not refuse to be written", e);
        } finally {
            deflater.end();
        }
        return packed.toByteArray();
    }

    /** As many records as can still be read: bytes that somebody changed may not be unpacked any more. */
    static List<byte[]> unpack(byte[] packed, int most) {
        List<byte[]> records = new ArrayList<>();
        try (DataInputStream in =
                new DataInputStream(new InflaterInputStream(new java.io.ByteArrayInputStream(packed)))) {
            while (records.size() < most) {
                int length = in.readInt();
                byte[] record = in.readNBytes(Math.max(0, length));
                if (record.length != length) {
                    break;
                }
                records.add(record);
            }
        } catch (EOFException end) {
            // after the last record
        } catch (IOException changed) {
            // what follows counts as missing, and its check says so
        }
        return records;
    }
}
