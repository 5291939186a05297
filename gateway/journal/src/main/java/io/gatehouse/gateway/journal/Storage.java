package io.gatehouse.gateway.journal;

import java.io.IOException;
import java.util.List;

/**
 * A folder of files, as little of it as a journal needs; a simulation gives another one. Whatever needs room fails with
 * {@link DiskFull} when there is none.
 */
public interface Storage {

    /** Names of all files, in no order. */
    List<String> list() throws IOException;

    /** Opens a file for reading and writing, making it when it is missing. */
    StoredFile open(String name) throws IOException;

    void delete(String name) throws IOException;

    /** Gives a file another name in one step; one that has that name is replaced. */
    void rename(String from, String to) throws IOException;

    /** Makes creations, deletions and names durable. */
    void syncFolder() throws IOException;

    Space space() throws IOException;

    /** Bytes of the whole disk, and those that may still be written. */
    record Space(long total, long free) {}
}
