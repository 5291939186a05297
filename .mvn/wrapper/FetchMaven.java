import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Fetches Maven's archive, checks its SHA-256 and unpacks it: arguments are the URL, the hash and the folder. */
class FetchMaven {

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[2]);
        try {
            System.err.println("mvnw: fetching " + args[0]);
            byte[] archive = fetch(URI.create(args[0]));
            String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
            if (!hash.equals(args[1])) {
                System.err.println("mvnw: the archive's SHA-256 is " + hash + ", expected " + args[1]);
                System.exit(2);
            }
            unpack(archive, folder);
        } catch (IOException e) {
            System.err.println("mvnw: not fetched: " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
            System.exit(1);
        }
    }

    private static byte[] fetch(URI uri) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(8))
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(5)).build();
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException("the archive answered " + response.statusCode());
        }
        return response.body();
    }

    private static void unpack(byte[] archive, Path folder) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new java.io.ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("the archive leaves its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    write(zip, target);
                }
            }
        }
    }

    private static void write(InputStream content, Path target) throws IOException {
        Files.copy(content, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
