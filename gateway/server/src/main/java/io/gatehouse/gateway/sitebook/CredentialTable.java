package io.gatehouse.gateway.sitebook;

import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mapdb.DBException;
import org.mapdb.Serializer;
import org.mapdb.SortedTableMap;
import org.mapdb.volume.FileChannelVol;
import org.mapdb.volume.Volume;

/**
 * The credentials of one site book, off the heap: an immutable sorted table of MapDB, written once and only read then.
 * A cache: the signed book is the truth, and from it this file is made anew whenever it is missing or damaged.
 */
final class CredentialTable implements AutoCloseable {

    private final Volume volume;
    private final SortedTableMap<String, byte[]> map;
    private final int size;

    private CredentialTable(Volume volume, SortedTableMap<String, byte[]> map) {
        this.volume = volume;
        this.map = map;
        this.size = map.size();
    }

    /** Opens the table beside the book, or builds it. Blocks. */
    static CredentialTable of(SiteBook book, Path file) throws IOException {
        if (Files.exists(file)) {
            try {
                CredentialTable table = open(file);
                if (table.size == book.credentials().size()) {
                    return table;
                }
                table.close();
            } catch (DBException | IllegalArgumentException | IndexOutOfBoundsException e) {
                // a damaged cache is made anew below
            }
        }
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(draft);
        build(book.credentials(), draft);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return open(file);
    }

    private static CredentialTable open(Path file) {
        Volume volume = FileChannelVol.FACTORY.makeVolume(file.toString(), true);
        return new CredentialTable(volume, SortedTableMap.open(volume, Serializer.STRING, Serializer.BYTE_ARRAY));
    }

    private static void build(List<SiteBook.Credential> credentials, Path file) {
        Volume volume = FileChannelVol.FACTORY.makeVolume(file.toString(), false);
        SortedTableMap.Sink<String, byte[]> sink = SortedTableMap.create(
                        volume, Serializer.STRING, Serializer.BYTE_ARRAY)
                .createFromSink();
        credentials.stream()
                .sorted(Comparator.comparing(SiteBook.Credential::ref))
                .forEach(credential -> sink.put(credential.ref(), WireFormat.CBOR.write(credential)));
        sink.create();
        volume.sync();
        volume.close();
    }

    Optional<SiteBook.Credential> find(String ref) {
        byte[] bytes = map.get(ref);
        return bytes == null
                ? Optional.empty()
                : WireFormat.CBOR
                        .read(bytes, SiteBook.Credential.class)
                        .fold(Optional::of, damaged -> Optional.empty());
    }

    @Override
    public void close() {
        volume.close();
    }
}
