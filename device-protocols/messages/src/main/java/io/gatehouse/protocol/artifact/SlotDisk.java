package io.gatehouse.protocol.artifact;

import java.io.IOException;

/** As little of a disk or a flash as two slots need. What is written is there for good after {@link #sync} only. */
public interface SlotDisk {

    /** The file's bytes; none when there is no such file. */
    byte[] read(String name) throws IOException;

    /** Makes the file anew with these bytes. */
    void write(String name, byte[] bytes) throws IOException;

    /** The file's bytes are on the disk when it returns. */
    void sync(String name) throws IOException;

    /** Gives a file another name in one step; one that has that name is replaced. Durable when it returns. */
    void rename(String from, String to) throws IOException;
}
