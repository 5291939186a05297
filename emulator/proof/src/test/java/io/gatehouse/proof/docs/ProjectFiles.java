package io.gatehouse.proof.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the project, found from wherever the tests run. */
public final class ProjectFiles {

    private ProjectFiles() {}

    /** The folder that holds {@code mvnw}. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("the tests must run inside the project");
        }
        return folder;
    }

    public static String read(String path) throws IOException {
        return Files.readString(root().resolve(path));
    }
}
