package io.gatehouse.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the folder is synced shows at a power cut only; here is what a reader sees. */
class WholeFileTest {

    @TempDir
    Path folder;

    @Test
    void a_file_has_the_content_of_the_last_call_and_nothing_lies_beside_it() throws IOException {
        Path file = folder.resolve("kept");

        WholeFile.replace(file, bytes("the first content, a long one"));
        assertThat(file).hasContent("the first content, a long one");

        WholeFile.replace(file, bytes("short"));
        assertThat(file).hasContent("short");

        WholeFile.replace(file, new byte[0]);
        assertThat(file).isEmptyFile();
        assertThat(folder).isDirectoryNotContaining(found -> !found.equals(file));
    }

    @Test
    void a_draft_that_a_power_cut_left_does_not_matter() throws IOException {
        Path file = folder.resolve("kept");
        Files.writeString(file, "old");
        Files.writeString(folder.resolve("kept.tmp"), "half of something that was longer than what comes");

        WholeFile.replace(file, bytes("new"));

        assertThat(file).hasContent("new");
        assertThat(folder.resolve("kept.tmp")).doesNotExist();
    }

    @Test
    void a_private_file_is_its_owners_even_over_a_file_and_a_draft_that_everybody_reads() throws IOException {
        Path file = folder.resolve("key");
        for (Path readable : new Path[] {file, folder.resolve("key.tmp")}) {
            Files.writeString(readable, "old");
            Files.setPosixFilePermissions(readable, PosixFilePermissions.fromString("rw-r--r--"));
        }

        WholeFile.replacePrivately(file, bytes("secret"));

        assertThat(file).hasContent("secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_folder_that_is_gone_is_told_and_not_made() {
        Path file = folder.resolve("gone/kept");

        assertThatThrownBy(() -> WholeFile.replace(file, bytes("new"))).isInstanceOf(NoSuchFileException.class);

        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void a_failure_leaves_the_old_content() throws IOException {
        Path file = folder.resolve("kept");
        Files.writeString(file, "old");
        Files.createDirectories(folder.resolve("kept.tmp/in the way"));

        assertThatThrownBy(() -> WholeFile.replace(file, bytes("new"))).isInstanceOf(IOException.class);

        assertThat(file).hasContent("old");
    }

    @Test
    void a_name_without_a_folder_lies_where_the_process_runs() throws IOException {
        Path here = Files.createTempFile(Path.of("").toAbsolutePath(), "whole", ".test");
        try {
            WholeFile.replace(Path.of(String.valueOf(here.getFileName())), bytes("new"));

            assertThat(here).hasContent("new");
        } finally {
            Files.delete(here);
        }
    }

    @Test
    void a_draft_that_is_written_gets_its_name() throws IOException {
        Path draft = folder.resolve("large.part");
        Files.writeString(draft, "all of it");
        Files.writeString(folder.resolve("large"), "what was before");

        WholeFile.name(draft, folder.resolve("large"));

        assertThat(folder.resolve("large")).hasContent("all of it");
        assertThat(draft).doesNotExist();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
