package io.gatehouse.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    private static final String OPTION = "gatehouse.gateway.data";

    @TempDir
    Path parent;

    @Test
    void a_new_folder_is_made_and_gets_our_layout() throws IOException {
        Path path = parent.resolve("a/b");

        try (DataFolder folder = DataFolder.open(path, OPTION, 3)) {
            assertThat(folder.foundVersion()).isEqualTo(3);
            assertThat(path.resolve("VERSION")).hasContent("3");
        }
    }

    @Test
    void a_second_user_is_refused_until_the_first_lets_go() {
        DataFolder first = DataFolder.open(parent, OPTION, 1);

        assertThatThrownBy(() -> DataFolder.open(parent, OPTION, 1))
                .isInstanceOf(StartRefusal.class)
                .hasMessageContaining("another process is using the data folder")
                .hasMessageEndingWith("(change " + OPTION + ")");

        first.close();
        DataFolder.open(parent, OPTION, 1).close();
    }

    @Test
    void the_next_layout_is_read_and_stays_what_it_is() throws IOException {
        Files.writeString(parent.resolve("VERSION"), "4\n");

        try (DataFolder folder = DataFolder.open(parent, OPTION, 3)) {
            assertThat(folder.foundVersion()).isEqualTo(4);
        }

        assertThat(parent.resolve("VERSION")).hasContent("4");
    }

    @Test
    void a_layout_that_is_further_ahead_is_refused_and_left_alone() throws IOException {
        Files.writeString(parent.resolve("VERSION"), "5\n");

        assertThatThrownBy(() -> DataFolder.open(parent, OPTION, 3))
                .isInstanceOf(StartRefusal.class)
                .hasMessageContaining("newer version (layout 5, this software knows 3)");

        assertThat(parent.resolve("VERSION")).hasContent("5");
    }

    @Test
    void an_older_layout_stays_written_down_until_the_server_has_migrated() throws IOException {
        Files.writeString(parent.resolve("VERSION"), "1\n");

        try (DataFolder folder = DataFolder.open(parent, OPTION, 2)) {
            assertThat(folder.foundVersion()).isEqualTo(1);
            assertThat(parent.resolve("VERSION")).hasContent("1");
            folder.raise();
        }

        assertThat(parent.resolve("VERSION")).hasContent("2");
    }

    @Test
    void a_version_that_is_no_number_is_refused_and_the_lock_is_free_again() throws IOException {
        Files.writeString(parent.resolve("VERSION"), "one\n");

        assertThatThrownBy(() -> DataFolder.open(parent, OPTION, 1)).isInstanceOf(StartRefusal.class);

        Files.writeString(parent.resolve("VERSION"), "1\n");
        DataFolder.open(parent, OPTION, 1).close();
    }

    @Test
    void a_file_in_the_folders_place_is_refused() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));

        assertThatThrownBy(() -> DataFolder.open(file, OPTION, 1))
                .isInstanceOf(StartRefusal.class)
                .hasMessageContaining("cannot be used");
    }
}
