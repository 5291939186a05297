package io.gatehouse.fleet.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files for whoever helps from far away, each without secrets, in one zip. For one thread. */
public final class SupportBundle {

    private final Redaction redaction;
    private final Map<String, String> files = new LinkedHashMap<>();

    public SupportBundle(Redaction redaction) {
        this.redaction = redaction;
    }

    /** Adds a file; its secrets are taken out here and nowhere else. */
    public SupportBundle with(String name, String text) {
        files.put(name, redaction.of(text));
        return this;
    }

    /** @param made the time that the files say they were made at */
    public byte[] zip(Instant made) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setTime(made.toEpochMilli());
                zip.putNextEntry(entry);
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
