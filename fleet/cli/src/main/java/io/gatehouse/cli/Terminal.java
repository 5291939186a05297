package io.gatehouse.cli;

import io.gatehouse.launch.Ids;
import io.gatehouse.launch.MayUseSystem;
import io.gatehouse.launch.Surroundings;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;

/**
 * What a command sees of the shell it was started from.
 *
 * @param settingsFolder where the sign-in file lies
 * @param zone in which times are shown to people
 */
public record Terminal(
        PrintWriter out,
        PrintWriter err,
        BufferedReader in,
        Map<String, String> environment,
        Path settingsFolder,
        View view,
        Ids ids) {

    /** How things are shown to this person. */
    public record View(Locale locale, ZoneId zone) {}

    /** The real one; always writes UTF-8, whatever the locale says, for names are Chinese. */
    @MayUseSystem(because = "this is what main takes from the system")
    public static Terminal ofSystem() {
        Map<String, String> environment = System.getenv();
        return new Terminal(
                utf8(System.out),
                utf8(System.err),
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                environment,
                settingsFolder(environment),
                new View(locale(environment), ZoneId.systemDefault()),
                Surroundings.ofSystem().ids());
    }

    private static PrintWriter utf8(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    private static Path settingsFolder(Map<String, String> environment) {
        String given = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path base = given.isEmpty() ? Path.of(System.getProperty("user.home"), ".config") : Path.of(given);
        return base.resolve("gatehouse");
    }

    /** Chinese or English, as the shell's LC_ALL, LC_MESSAGES or LANG says. */
    static Locale locale(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_MESSAGES", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value.toLowerCase(Locale.ROOT).startsWith("zh") ? Locale.CHINESE : Locale.ENGLISH;
            }
        }
        return Locale.ENGLISH;
    }

    /** Asks for something that must not be seen; from a pipe it is read as a line. */
    String askSecret(String question) throws IOException {
        Console console = System.console();
        if (console != null) {
            char[] typed = console.readPassword("%s: ", question);
            return typed == null ? "" : new String(typed);
        }
        String line = in.readLine();
        return line == null ? "" : line;
    }
}
