package io.gatehouse.proof.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What this machine has. Asking for what it has not skips the row, with the reason. */
final class Machine {

    private Machine() {}

    /** The program's path; skips when it is not installed. */
    static Path tool(String name, String aptPackage) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .or(() -> Optional.of(Path.of("/usr/sbin", name)).filter(Files::isExecutable))
                .orElseGet(() -> {
                    Assumptions.abort(name + " is not installed (package " + aptPackage + ")");
                    throw new IllegalStateException();
                });
    }

    /** A command that runs another one and does to its system calls what is said. */
    static List<String> strace(String... options) throws IOException, InterruptedException {
        String strace = tool("strace", "strace").toString();
        Assumptions.assumeTrue(
                run(strace, "-qq", "-o", "/dev/null", "true").code() == 0, "processes may not be traced here");
        return Stream.concat(Stream.of(strace, "-f", "-qq", "--seccomp-bpf", "-o", "/dev/null"), Stream.of(options))
                .toList();
    }

    static void mustBeRoot() throws IOException, InterruptedException {
        Assumptions.assumeTrue(run("id", "-u").text().equals("0"), "needs root to mount");
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** What a command said and how it ended. */
    record Ended(int code, String text) {}

    static Ended run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Ended(process.waitFor(), text);
    }

    /** The same, and anything but success is an error. */
    static String must(String... command) throws IOException, InterruptedException {
        Ended ended = run(command);
        if (ended.code() != 0) {
            throw new IOException(List.of(command) + " ended with " + ended.code() + ": " + ended.text());
        }
        return ended.text();
    }

    /** Memory and processor of a process, from /proc: bytes resident, and milliseconds used. */
    static long residentBytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    static int threads(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("Threads:"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D+", "")))
                .findFirst()
                .orElse(0);
    }
}
