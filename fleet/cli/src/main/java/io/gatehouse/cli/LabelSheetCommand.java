package io.gatehouse.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes labels as a PDF: those that are named, or all that nobody has claimed. */
@Command(name = "sheet")
final class LabelSheetCommand extends FleetCommand {

    @Parameters(index = "0", paramLabel = "FILE")
    private Path file = Path.of("");

    @Parameters(index = "1..*", paramLabel = "CODE")
    private List<String> codes = List.of();

    @Option(names = "--site", paramLabel = "SITE")
    private @Nullable String site;

    @Option(names = "--stock", paramLabel = "STOCK", defaultValue = "a4-70x37")
    private String stock = "";

    @Option(names = "--address", paramLabel = "URL")
    private @Nullable String address;

    @Option(names = "--skip", paramLabel = "N", defaultValue = "0")
    private int skip;

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        ObjectNode wish = object().put("stock", stock.toUpperCase(Locale.ROOT).replace('-', '_'))
                .put("address", address == null ? fleet() : address)
                .put("skip", skip);
        if (!codes.isEmpty()) {
            ArrayNode named = wish.putArray("codes");
            codes.forEach(named::add);
        }
        if (site != null) {
            wish.put("site", site);
        }
        Files.write(file, client().bytes("/labels/sheet", wish));
        return show(
                object().put("file", file.toString()), () -> out().println(words().say("written", file.toString())));
    }
}
