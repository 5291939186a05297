import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code java Unsign.java FOLDER}: takes the signatures out of the jars of a distribution; run while it is packed. */
class Unsign {

    public static void main(String[] arguments) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                unsign(jar);
            }
        }
    }

    private static void unsign(Path jar) throws IOException {
        try (FileSystem inside = FileSystems.newFileSystem(jar)) {
            Path folder = inside.getPath("META-INF");
            if (!Files.isDirectory(folder)) {
                return;
            }
            List<Path> signatures;
            try (Stream<Path> files = Files.list(folder)) {
                signatures = files.filter(file -> file.toString().matches(".*\\.(SF|RSA|DSA|EC)"))
                        .toList();
            }
            for (Path signature : signatures) {
                Files.delete(signature);
            }
        }
    }
}
