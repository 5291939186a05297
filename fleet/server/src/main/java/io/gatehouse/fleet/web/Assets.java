package io.gatehouse.fleet.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The console's files: from the class path, read once and kept; or, for people who work on the pages, from a folder, read
 * each time. Reading blocks, for a worker.
 */
final class Assets {

    /** Plain path segments only: nothing hidden, no way up, no encoded tricks. */
    private static final Pattern SAFE = Pattern.compile("(/[A-Za-z0-9_@-][A-Za-z0-9._@-]*)+");

    private final Map<String, Asset> kept = new ConcurrentHashMap<>();
    private final @Nullable Path folder;

    /** @param folder holds {@code web} and {@code web-kit}, or nothing */
    Assets(@Nullable Path folder) {
        this.folder = folder;
    }

    /** Whether answers may be kept by browsers without asking again. */
    boolean changeable() {
        return folder != null;
    }

    /** The asset that was read before, without blocking. */
    Optional<Asset> inMemory(String urlPath) {
        return Optional.ofNullable(kept.get(urlPath));
    }

    /** The asset of a URL path such as {@code /app/main.js}; blocks. */
    Optional<Asset> read(String urlPath) throws IOException {
        if (!SAFE.matcher(urlPath).matches()) {
            return Optional.empty();
        }
        String resource = urlPath.startsWith("/kit/")
                ? "web-kit/" + urlPath.substring(5)
                : urlPath.startsWith("/guard/") ? "web-kit" + urlPath : "web" + urlPath;
        byte[] bytes = folder == null ? fromClassPath(resource) : fromFolder(folder.resolve(resource));
        if (bytes == null) {
            return Optional.empty();
        }
        Asset asset = Asset.of(urlPath, bytes);
        if (folder == null) {
            kept.put(urlPath, asset);
        }
        return Optional.of(asset);
    }

    private static byte @Nullable [] fromClassPath(String resource) throws IOException {
        try (InputStream in = Assets.class.getClassLoader().getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        }
    }

    private static byte @Nullable [] fromFolder(Path file) throws IOException {
        return Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
    }
}
