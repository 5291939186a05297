package io.gatehouse.cli;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A shell in which commands are run in a test: what they print is kept. */
final class Shell {

    private final Map<String, String> environment = new HashMap<>();
    private final Path settingsFolder;
    private Locale locale = Locale.ENGLISH;
    private String input = "";
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    Shell(Path settingsFolder) {
        this.settingsFolder = settingsFolder;
    }

    Shell at(ScriptedFleet fleet) {
        environment.put("GATEHOUSE_FLEET_URL", fleet.url());
        environment.put("GATEHOUSE_FLEET_TOKEN", "ghp_test");
        return this;
    }

    Shell with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Shell in(Locale locale) {
        this.locale = locale;
        return this;
    }

    Shell typing(String lines) {
        this.input = lines;
        return this;
    }

    int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        return GatehouseMain.run(
                new Terminal(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        new BufferedReader(new StringReader(input)),
                        environment,
                        settingsFolder,
                        new Terminal.View(locale, ZoneId.of("Asia/Shanghai")),
                        () -> "key-1"),
                arguments);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
