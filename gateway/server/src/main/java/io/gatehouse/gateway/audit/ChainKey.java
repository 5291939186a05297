package io.gatehouse.gateway.audit;

import io.gatehouse.launch.WholeFile;
import io.gatehouse.protocol.audit.AuditKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key pair (Ed25519) with which this gateway signs checkpoints; its file has mode 0600 and never leaves the gateway. */
public record ChainKey(PrivateKey signing, AuditKey verifying) {

    private static final Logger LOG = LoggerFactory.getLogger(ChainKey.class);

    /**
     * Reads the file, or makes the key at the first start. A file that cannot be read is set aside and a new key made: a
     * gateway must start, and the fleet shows that the key has changed.
     */
    public static ChainKey ensure(Path file, SecureRandom random) throws IOException {
        if (Files.exists(file)) {
            try {
                return read(file);
            } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
                LOG.error("the signing key {} cannot be read and is replaced: {}", file, e.toString());
                Files.move(
                        file,
                        file.resolveSibling(file.getFileName() + ".damaged"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return make(file, random);
    }

    private static ChainKey read(Path file) throws IOException, GeneralSecurityException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
        if (lines.size() < 2) {
            throw new IOException("it has no two lines");
        }
        PrivateKey signing = KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.get(0))));
        return AuditKey.read(lines.get(1)).fold(key -> new ChainKey(signing, key), refusal -> {
            throw new IllegalArgumentException(refusal.message());
        });
    }

    private static ChainKey make(Path file, SecureRandom random) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, random);
            KeyPair pair = generator.generateKeyPair();
            AuditKey verifying = AuditKey.of(pair.getPublic());
            String signing =
                    Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
            write(file, signing + "\n" + verifying.text() + "\n");
            return new ChainKey(pair.getPrivate(), verifying);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        WholeFile.replacePrivately(file, text.getBytes(StandardCharsets.US_ASCII));
    }
}
