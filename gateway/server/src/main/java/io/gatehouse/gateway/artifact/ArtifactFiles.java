package io.gatehouse.gateway.artifact;

import io.gatehouse.launch.WholeFile;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.artifact.Acceptance;
import io.gatehouse.protocol.artifact.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The artifacts of a site in a folder, by their digests: what is on its way as {@code .part}, what is whole and checked without.
 * A file gets its name in one step, after its content was checked. Blocks; one call at a time for the same artifact.
 */
final class ArtifactFiles {

    private static final String PART = ".part";
    /** For the one in force, the one before, and as many for another product. */
    private static final int KEPT = 6;

    private final Path folder;
    private final PublicKey key;
    private final Clock clock;

    ArtifactFiles(Path folder, PublicKey key, Clock clock) {
        this.folder = folder;
        this.key = key;
        this.clock = clock;
    }

    /** Where it is, when it is here and whole; asked of the disk each time, so that rot is seen, and never all in memory. */
    Optional<Path> whole(String sha256) throws IOException {
        Path file = folder.resolve(sha256);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (!digest(file).equals(sha256)) {
            Files.delete(file);
            return Optional.empty();
        }
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        return Optional.of(file);
    }

    private static String digest(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] some = new byte[64 * 1024];
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                digest.update(some, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * A stretch of it, nothing when it is not here.
     *
     * @param from beyond its end there are no bytes
     */
    Optional<ArtifactBlock> block(String sha256, long from, int most) throws IOException {
        Path file = folder.resolve(sha256);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(most, channel.size() - from)));
            while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {
                // until it is full
            }
            return Optional.of(new ArtifactBlock(Arrays.copyOf(bytes.array(), bytes.position()), channel.size()));
        }
    }

    /** How much of it came before, also before a restart. */
    long begun(String sha256) throws IOException {
        Path part = folder.resolve(sha256 + PART);
        return Files.exists(part) ? Files.size(part) : 0;
    }

    void append(String sha256, long at, byte[] bytes) throws IOException {
        Files.createDirectories(folder);
        try (FileChannel file =
                FileChannel.open(folder.resolve(sha256 + PART), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.truncate(at);
            file.write(ByteBuffer.wrap(bytes), at);
        }
    }

    /** Checks what came against what was signed; only then it has its name. What is refused is gone. */
    Decoded<Manifest> finish(String sha256, byte[] signed) throws IOException {
        Path part = folder.resolve(sha256 + PART);
        byte[] content = Files.readAllBytes(part);
        Decoded<Manifest> judged = Acceptance.whole(signed, content, key);
        if (judged instanceof Decoded.Malformed<Manifest>) {
            Files.delete(part);
            return judged;
        }
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
            file.force(true);
        }
        WholeFile.name(part, folder.resolve(sha256));
        letGo();
        return judged;
    }

    /** The ones that were not asked for longest. */
    private void letGo() throws IOException {
        List<Path> oldest;
        try (Stream<Path> files = Files.list(folder)) {
            oldest = files.sorted(
                            Comparator.comparing((Path file) -> file.toFile().lastModified())
                                    .reversed())
                    .skip(KEPT)
                    .toList();
        }
        for (Path file : oldest) {
            Files.delete(file);
        }
    }
}
