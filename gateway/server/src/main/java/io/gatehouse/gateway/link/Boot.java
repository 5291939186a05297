package io.gatehouse.gateway.link;

import io.gatehouse.launch.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This start of the gateway, and those that ran on the same disk before it: by them the fleet tells a restart from a
 * copied disk (decision 0004). Immutable.
 *
 * @param ancestors oldest first, the last of them
 */
public record Boot(String id, List<String> ancestors) {

    private static final Logger LOG = LoggerFactory.getLogger(Boot.class);

    /** As many restarts may pass without a word with the fleet before a restart looks like a copy. */
    private static final int KEPT = 64;

    public Boot {
        ancestors = List.copyOf(ancestors);
    }

    /**
     * Reads who was before and writes this one behind them, on the disk when it returns: before the first hello. A disk
     * that is full keeps no gateway from starting; the next start may then look like a copy, and loses nothing by it.
     */
    public static Boot note(Path file, String id) {
        List<String> ancestors = List.of();
        try {
            List<String> before = Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .filter(line -> !line.isBlank())
                            .toList()
                    : List.of();
            ancestors = before.subList(Math.max(0, before.size() - KEPT), before.size());
            List<String> all = new ArrayList<>(ancestors);
            all.add(id);
            WholeFile.replace(file, (String.join("\n", all) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("cannot note this start in {}: {}", file, e.toString());
        }
        return new Boot(id, ancestors);
    }
}
