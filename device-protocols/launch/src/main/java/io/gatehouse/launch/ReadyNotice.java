package io.gatehouse.launch;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Tells systemd that the server does its work, so that what is ordered after its unit ({@code Type=notify}) waits that
 * long. The socket that systemd names takes datagrams only, which Java cannot send to a socket in the file system: {@code
 * systemd-notify}, which stands wherever systemd does, sends it. Without that socket nothing happens. Blocks for as long as
 * systemd takes to read it.
 */
final class ReadyNotice {

    /** As of {@code sd_notify(3)}. */
    static final String SOCKET = "NOTIFY_SOCKET";

    private static final long WITHIN_SECONDS = 10;

    private ReadyNotice() {}

    /** Answers what went wrong, as a line for the operator. */
    static Optional<String> send(Map<String, String> environment) {
        String socket = environment.getOrDefault(SOCKET, "");
        if (socket.isEmpty()) {
            return Optional.empty();
        }
        ProcessBuilder notify = new ProcessBuilder(List.of("systemd-notify", "--ready"));
        notify.environment().put(SOCKET, socket);
        notify.redirectErrorStream(true);
        try {
            Process process = notify.start();
            process.getOutputStream().close();
            if (!process.waitFor(WITHIN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return failed("it did not end within " + WITHIN_SECONDS + " s");
            }
            return process.exitValue() == 0 ? Optional.empty() : failed("it ended with " + process.exitValue());
        } catch (IOException e) {
            return failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("interrupted");
        }
    }

    private static Optional<String> failed(String why) {
        return Optional.of("systemd was not told that this is ready: " + why
                + "; install systemd-notify, or set Type=exec in the unit");
    }
}
