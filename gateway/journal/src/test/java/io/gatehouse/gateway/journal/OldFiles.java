package io.gatehouse.gateway.journal;

import io.gatehouse.protocol.LogId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/** Journal files byte for byte as the first version of this software wrote them. */
final class OldFiles {

    private static final int FIRST_MAGIC = 0x47484a31;
    private static final String NAME = "evidence-0000000000000001.seg";

    private OldFiles() {}

    static void write(Storage storage, LogId log, List<String> records) throws IOException {
        writeHead(storage, log);
        StoredFile file = writeHeader(storage, FIRST_MAGIC, log);
        for (int i = 0; i < records.size(); i++) {
            byte[] payload = records.get(i).getBytes(StandardCharsets.UTF_8);
            ByteBuffer sum = ByteBuffer.allocate(13 + payload.length);
            sum.putInt(payload.length).putLong(i + 1).put((byte) 1).put(payload);
            ByteBuffer frame = ByteBuffer.allocate(17 + payload.length);
            frame.putInt(payload.length).putInt(checksum(sum.array())).putLong(i + 1);
            frame.put((byte) 1).put(payload).flip();
            file.write(frame, file.size());
        }
        file.force();
    }

    private static void writeHead(Storage storage, LogId log) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(512);
        slot.putLong(1).put(Frame.Sum.bytesOf(log)).putLong(1);
        slot.putInt(checksum(ByteBuffer.allocate(32).put(slot.array(), 0, 32).array()));
        StoredFile head = storage.open("evidence.head");
        head.write(slot.position(0), 512);
        head.force();
    }

    static StoredFile writeHeader(Storage storage, int magic, LogId log) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(32);
        header.putInt(magic).put(Frame.Sum.bytesOf(log)).putLong(1);
        header.putInt(
                checksum(ByteBuffer.allocate(28).put(header.array(), 0, 28).array()));
        StoredFile file = storage.open(NAME);
        file.write(header.flip(), 0);
        file.force();
        return file;
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
