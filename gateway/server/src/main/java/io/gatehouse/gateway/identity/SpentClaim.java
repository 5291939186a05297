package io.gatehouse.gateway.identity;

import io.gatehouse.launch.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which claim token the gateway has used, by its hash: the same one in the settings says nothing any more, another one says
 * that the gateway shall enrol anew. Blocks.
 */
final class SpentClaim {

    private static final Logger LOG = LoggerFactory.getLogger(SpentClaim.class);

    private final Path file;

    SpentClaim(Path file) {
        this.file = file;
    }

    boolean isNoted() {
        return Files.exists(file);
    }

    /** Whether another one was used, or none. */
    boolean isFresh(String claim) {
        try {
            return !isNoted() || !Files.readString(file).strip().equals(hash(claim));
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", file, e.toString());
            return false;
        }
    }

    void note(String claim) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        WholeFile.replace(file, (hash(claim) + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String hash(String claim) {
        try {
            byte[] text = claim.strip().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
