package io.gatehouse.patrol.wand;

/**
 * What a dock says of one reading out of a wand. Times are milliseconds since 1970.
 *
 * @param wand which
 * @param dock where, or {@code ""}
 * @param wandTime the wand's clock at the dock
 * @param dockTime the dock's clock at the same moment; the wand's is set to it then
 * @param firmware or {@code ""}
 * @param erase how often the wand was erased: numbers begin anew with it
 * @param records how many there should be
 * @param millivolts of its battery, 0 when it does not say
 */
public record UploadBatch(
        String wand,
        String dock,
        long wandTime,
        long dockTime,
        String firmware,
        long erase,
        int records,
        int millivolts) {}
