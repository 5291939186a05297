package io.gatehouse.proof.road;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a process listens, as Linux tells it: not what answers is found, but what is open. */
final class OpenSockets {

    private static final String LISTENS = "0A";
    private static final String MAPPED = "0000000000000000FFFF0000";
    private static final String NOBODY = "(0+):0000";

    private OpenSockets() {}

    static boolean canBeSeen() {
        return Files.isReadable(Path.of("/proc/self/net/tcp"));
    }

    /** Each as {@code tcp 127.0.0.1:8080}; of UDP those that are bound and talk to nobody in particular. */
    static Set<String> of(long pid) throws IOException {
        Set<String> own = inodes(pid);
        Set<String> open = new TreeSet<>();
        for (String kind : List.of("tcp", "tcp6", "udp", "udp6")) {
            Path table = Path.of("/proc", Long.toString(pid), "net", kind);
            for (String line : Files.exists(table) ? Files.readAllLines(table) : List.<String>of()) {
                String[] column = line.strip().split("\\s+");
                boolean listens = kind.startsWith("tcp")
                        ? column[3].equals(LISTENS)
                        : column.length > 9 && column[2].matches(NOBODY);
                if (column.length > 9 && listens && own.contains(column[9])) {
                    open.add(kind.substring(0, 3) + " " + address(column[1]));
                }
            }
        }
        return open;
    }

    private static Set<String> inodes(long pid) throws IOException {
        try (Stream<Path> held = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return held.map(OpenSockets::target)
                    .filter(text -> text.startsWith("socket:["))
                    .map(text -> text.substring("socket:[".length(), text.length() - 1))
                    .collect(Collectors.toSet());
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static String address(String written) {
        String host = written.substring(0, written.indexOf(':'));
        int port = Integer.parseInt(written.substring(written.indexOf(':') + 1), 16);
        String four = host.startsWith(MAPPED) ? host.substring(MAPPED.length()) : host;
        if (four.length() != 8) {
            return host + ":" + port;
        }
        StringBuilder shown = new StringBuilder();
        for (int i = 6; i >= 0; i -= 2) {
            shown.append(Integer.parseInt(four.substring(i, i + 2), 16)).append(i == 0 ? "" : ".");
        }
        return shown + ":" + port;
    }
}
