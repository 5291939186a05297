package io.gatehouse.gateway.journal;

import java.io.IOException;

/** The disk, or the part of it that we may use, has no room left; when some is freed the same call works again. */
public final class DiskFull extends IOException {

    private static final long serialVersionUID = 1L;

    public DiskFull(String message, Throwable cause) {
        super(message, cause);
    }
}
