package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What an NFC tag of a label holds: shown, or written into a file for a program that writes tags. */
@Command(name = "tag")
final class LabelTagCommand extends FleetCommand {

    @Parameters(paramLabel = "CODE")
    private String code = "";

    @Option(names = "--address", paramLabel = "URL")
    private @Nullable String address;

    @Option(names = "--out", paramLabel = "FILE")
    private @Nullable Path file;

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("address", address == null ? fleet() : address);
        JsonNode answer = client().get(FleetClient.path("/labels/" + FleetClient.part(code) + "/tag", query));
        Path to = file;
        if (to != null) {
            Files.write(to, HexFormat.of().parseHex(text(answer, "ndef")));
        }
        return show(answer, () -> {
            out().println(text(answer, "address"));
            out().println(to == null ? text(answer, "ndef") : words().say("written", to.toString()));
        });
    }
}
