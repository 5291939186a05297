package io.gatehouse.fleet.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.launch.Surroundings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasableKeysTest {

    private static final byte[] MASTER = new byte[32];
    private static final byte[] CLEAR = "欧阳漫游".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private ErasableKeys keys() throws Exception {
        return ErasableKeys.open(
                folder.resolve("erasable.keys"), MASTER, Surroundings.ofSystem().random());
    }

    @Test
    void what_was_sealed_is_read_as_long_as_its_key_is_there_and_after_a_restart() throws Exception {
        ErasableKeys keys = keys();
        long[] made = keys.make(3);
        byte[] first = keys.seal(made[0], CLEAR);
        byte[] second = keys.seal(made[1], CLEAR);

        keys.destroy(List.of(made[0], made[0], 4_711L));
        ErasableKeys again = keys();

        assertThat(again.open(first)).isEmpty();
        assertThat(again.open(second)).contains(CLEAR);
        assertThat(again.exists(made[0])).isFalse();
        assertThat(again.open(CLEAR)).as("what was never sealed").contains(CLEAR);
        assertThat(again.make(1)[0]).as("no number comes again").isEqualTo(made[2] + 1);
        assertThatThrownBy(() -> again.seal(made[0], CLEAR)).hasMessageContaining("destroyed");
    }

    @Test
    void a_destroyed_key_is_overwritten_in_its_place_and_the_file_is_private() throws Exception {
        ErasableKeys keys = keys();
        long[] made = keys.make(2);
        Path file = folder.resolve("erasable.keys");
        byte[] before = Files.readAllBytes(file);
        keys.destroy(List.of(made[0]));
        byte[] after = Files.readAllBytes(file);

        int at = (int) made[0] * 64;
        assertThat(Arrays.copyOfRange(before, at, at + 61)).isNotEqualTo(new byte[61]);
        assertThat(Arrays.copyOfRange(after, at, at + 64)).isEqualTo(new byte[64]);
        assertThat(Arrays.copyOfRange(after, at + 64, at + 128))
                .isEqualTo(Arrays.copyOfRange(before, at + 64, at + 128));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_key_that_was_moved_or_is_of_another_master_opens_nothing() throws Exception {
        ErasableKeys keys = keys();
        long[] made = keys.make(2);
        byte[] sealed = keys.seal(made[1], CLEAR);
        Path file = folder.resolve("erasable.keys");
        byte[] bytes = Files.readAllBytes(file);
        System.arraycopy(bytes, (int) made[0] * 64, bytes, (int) made[1] * 64, 64);
        Files.write(file, bytes);

        assertThatThrownBy(() -> keys.open(sealed)).hasMessageContaining("master key");
    }

    @Test
    void a_name_keeps_its_pinyin_beside_it_and_a_pseudonym_shows_when_its_key_is_gone() throws Exception {
        ErasableKeys keys = keys();
        PersonNames names = new PersonNames(keys);
        long key = keys.make(1)[0];
        String column = names.seal(key, new PersonNames.Spoken("欧阳漫游", "ouyangmanyou", "oymy"));

        assertThat(names.open(column)).contains(new PersonNames.Spoken("欧阳漫游", "ouyangmanyou", "oymy"));
        assertThat(names.shown(column)).isEqualTo("欧阳漫游");
        assertThat(names.shown("plain")).isEqualTo("plain");
        assertThat(PersonNames.keyOf(column)).isEqualTo(key);
        keys.destroy(List.of(key));
        assertThat(names.open(column)).isEmpty();
        assertThat(names.shown(column)).startsWith("erased-");
    }
}
