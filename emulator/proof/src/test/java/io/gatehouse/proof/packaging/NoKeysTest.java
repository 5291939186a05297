package io.gatehouse.proof.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.proof.docs.ProjectFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** Neither the tree nor a package of ours contains a key: every installation makes its own (S1). */
class NoKeysTest {

    private static final Pattern KEY_FILE = Pattern.compile(".*\\.(key|p12|pfx|jks|keystore|pem|kdb)");
    /** A header and what follows it, not a word about one. */
    private static final Pattern KEY = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----\\s+[A-Za-z0-9+/=]{40,}\\s");
    /** Tokens of our own as they are issued. */
    private static final Pattern TOKEN = Pattern.compile("gh[pe]_[A-Za-z0-9_-]{32,}");

    private static final Set<String> NOT_OURS = Set.of(".git", "target", "data", "node_modules", ".idea");

    private static List<Path> tree() throws IOException {
        Path root = ProjectFiles.root();
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> Stream.of(root.relativize(file).toString().split("/"))
                            .noneMatch(NOT_OURS::contains))
                    .toList();
        }
    }

    private static boolean holdsAKey(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        return KEY.matcher(text).find() || TOKEN.matcher(text).find();
    }

    @Test
    void the_tree_contains_no_key_and_no_token() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path file : tree()) {
            if (KEY_FILE.matcher(file.toString()).matches() || holdsAKey(Files.readAllBytes(file))) {
                found.add(file);
            }
        }

        assertThat(found).isEmpty();
    }

    @Test
    void the_packages_contain_no_key_and_no_token() throws IOException {
        List<Path> packages = packages();
        assumeTrue(!packages.isEmpty(), "no package of ours was built here");
        List<String> found = new ArrayList<>();

        for (Path each : packages) {
            try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(each))) {
                search(each, zip, found);
            }
        }

        assertThat(found).isEmpty();
    }

    private static void search(Path each, ZipInputStream zip, List<String> found) throws IOException {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            InputStream content = zip;
            if (KEY_FILE.matcher(entry.getName()).matches() || holdsAKey(content.readAllBytes())) {
                found.add(each.getFileName() + "!" + entry.getName());
            }
        }
    }

    /** What the modules' builds have left, this reactor's or an earlier one's. */
    private static List<Path> packages() throws IOException {
        try (Stream<Path> files = Files.walk(ProjectFiles.root(), 4)) {
            return files.filter(file -> file.getFileName().toString().matches("gatehouse-.*\\.jar"))
                    .filter(file -> file.getParent().getFileName().toString().equals("target"))
                    .toList();
        }
    }
}
