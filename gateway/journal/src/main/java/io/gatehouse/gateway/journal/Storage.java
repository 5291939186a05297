package io.gatehouse.gateway.journal;

import java.io.IOException;
import java.util.List;

/** A folder of files, as little of it as a journal needs; a simulation gives another one. */
public interface Storage {

    /** Names of all files, in no order. */
    List<String> list() throws IOException;

    /** Opens a file for reading and writing, making it when it is missing. */
    StoredFile open(String name) throws IOException;

    void delete(String name) throws IOException;

    /** Makes creations and deletions durable. */
    void syncFolder() throws IOException;
}
