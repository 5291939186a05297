package io.gatehouse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes an empty list of devices to fill in; CSV or XLSX, as the file's name ends. */
@Command(name = "template")
final class DeviceTemplateCommand extends FleetCommand {

    @Parameters(index = "0", paramLabel = "SITE")
    private String site = "";

    @Parameters(index = "1", paramLabel = "FILE")
    private Path file = Path.of("");

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        boolean csv = file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
        boolean chinese = Locale.getDefault().getLanguage().equals("zh");
        String path = FleetClient.path(
                "/sites/" + FleetClient.part(site) + "/imports/devices/template",
                Map.of("format", csv ? "csv" : "xlsx", "lang", chinese ? "zh-CN" : "en"));
        Files.write(file, client().bytes(path));
        return show(
                object().put("file", file.toString()), () -> out().println(words().say("written", file.toString())));
    }
}
