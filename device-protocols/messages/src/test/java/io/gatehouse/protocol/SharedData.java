package io.gatehouse.protocol;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Real data that lies beside the project, in {@code ../shared/data} or {@code GATEHOUSE_SHARED_DATA}; never part of it. */
public final class SharedData {

    private SharedData() {}

    /** The file's lines without its heading; the test skips where there is no such file. */
    public static List<String> linesOf(String file) throws IOException {
        Path path = folder().resolve(file);
        assumeTrue(Files.exists(path), "needs " + file + " beside the project (../shared/data)");
        List<String> lines = Files.readAllLines(path);
        return lines.subList(1, lines.size());
    }

    private static Path folder() {
        String given = System.getenv("GATEHOUSE_SHARED_DATA");
        if (given != null) {
            return Path.of(given);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && !Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder.resolveSibling("shared").resolve("data");
    }
}
