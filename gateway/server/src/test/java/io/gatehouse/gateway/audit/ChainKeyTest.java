package io.gatehouse.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainKeyTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void is_made_once_and_only_its_owner_may_read_it() throws Exception {
        Path file = folder.resolve("audit/signing.key");

        ChainKey made = ChainKey.ensure(file, new SecureRandom());
        ChainKey again = ChainKey.ensure(file, new SecureRandom());

        assertThat(again.verifying()).isEqualTo(made.verifying());
        assertThat(again.signing()).isEqualTo(made.signing());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_broken_file_is_set_aside_and_the_gateway_starts_with_another_key() throws Exception {
        Path file = folder.resolve("signing.key");
        ChainKey first = ChainKey.ensure(file, new SecureRandom());
        Files.writeString(file, "nonsense");

        ChainKey second = ChainKey.ensure(file, new SecureRandom());

        assertThat(second.verifying()).isNotEqualTo(first.verifying());
        assertThat(folder.resolve("signing.key.damaged")).exists();
    }
}
