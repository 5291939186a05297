package io.gatehouse.fleet.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.profile.DeviceProfile;
import io.gatehouse.protocol.profile.Profiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileFolderTest {

    @TempDir
    private Path folder;

    @Test
    void a_wrong_file_is_told_and_keeps_the_others_in_force() throws Exception {
        String camera = Profiles.shippedText("camera").orElseThrow();
        Files.writeString(folder.resolve("dome.yaml"), camera.replace("key: camera", "key: dome"));
        Files.writeString(folder.resolve("bad.yaml"), camera.replace("kind: CAMERA", "kind: CAMRA"));
        Files.write(folder.resolve("latin.yaml"), "key: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
        Files.writeString(folder.resolve("notes.txt"), "nothing");

        ProfileFolder read = ProfileFolder.read(folder);

        assertThat(read.profiles()).extracting(DeviceProfile::key).containsExactly("dome");
        assertThat(read.refused().get("bad.yaml"))
                .singleElement()
                .asString()
                .startsWith("line 4, kind: 'CAMRA' does not fit");
        assertThat(read.refused()).containsKey("latin.yaml");
        assertThat(ProfileFolder.read(folder.resolve("none")).profiles()).isEmpty();
    }
}
