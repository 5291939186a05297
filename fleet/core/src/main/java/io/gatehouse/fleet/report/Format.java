package io.gatehouse.fleet.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a report leaves. */
public enum Format {
    CSV("text/csv; charset=utf-8"),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    PDF("application/pdf");

    private final String mediaType;

    Format(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /** As it stands behind a file's last dot. */
    public String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Format> of(String extension) {
        return Arrays.stream(values())
                .filter(format -> format.extension().equals(extension))
                .findFirst();
    }
}
