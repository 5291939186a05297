package io.gatehouse.patrol.wand;

import java.util.List;

/**
 * An upload as far as it can be read.
 *
 * @param records in the order of their numbers
 * @param whole nothing of it is missing
 * @param signed the bytes that the signature is over, and the signature in hexadecimal digits ({@code ""}: none)
 */
public record WandUpload(
        UploadBatch batch, List<WandRecord> records, boolean whole, Signed signed, List<WandTrouble> troubles) {

    /** What is signed, and with what. */
    public record Signed(byte[] content, String signature) {}

    public WandUpload {
        records = List.copyOf(records);
        troubles = List.copyOf(troubles);
    }

    /** The same, docked at another time, in milliseconds since 1970. */
    WandUpload docked(long at) {
        UploadBatch said = new UploadBatch(
                batch.wand(),
                batch.dock(),
                batch.wandTime(),
                at,
                batch.firmware(),
                batch.erase(),
                batch.records(),
                batch.millivolts());
        return new WandUpload(said, records, whole, signed, troubles);
    }
}
