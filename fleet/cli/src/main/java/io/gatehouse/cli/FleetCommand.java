package io.gatehouse.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every subcommand has: the fleet to ask, the words to answer with, a table or JSON. */
abstract class FleetCommand implements Callable<Integer> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Does it; an exception is explained by {@link GatehouseMain}. */
    abstract int ask() throws IOException, InterruptedException, FleetRefusal;

    @Override
    public final Integer call() throws Exception {
        return ask();
    }

    final GatehouseMain main() {
        return (GatehouseMain) spec.root().userObject();
    }

    final Terminal terminal() {
        return main().terminal();
    }

    final Words words() {
        return main().words();
    }

    final PrintWriter out() {
        return terminal().out();
    }

    final boolean json() {
        return main().json();
    }

    final FleetClient client() throws IOException {
        return FleetClient.of(main().signIn());
    }

    /** The fleet's address, as it was given. */
    final String fleet() {
        try {
            return main().signIn().fleet();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final ParameterException usage(String key, Object... values) {
        return new ParameterException(spec.commandLine(), words().say(key, values));
    }

    /** The answer as JSON for machines, or what the other does for people. */
    final int show(JsonNode answer, Runnable forPeople) throws JsonProcessingException {
        if (json()) {
            out().println(FleetClient.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer));
        } else {
            forPeople.run();
        }
        return ExitCodes.DONE;
    }

    final Table table(String... headings) {
        String[] translated = new String[headings.length];
        for (int i = 0; i < headings.length; i++) {
            translated[i] = words().say("heading." + headings[i]);
        }
        return new Table(translated);
    }

    /** A time of the fleet in this shell's zone. */
    final String time(JsonNode node, String field) {
        String text = node.path(field).asText();
        try {
            return text.isEmpty()
                    ? ""
                    : TIME.format(Instant.parse(text).atZone(terminal().view().zone()));
        } catch (DateTimeParseException e) {
            return text;
        }
    }

    final void print(Table table, boolean empty) {
        if (empty) {
            out().println(words().say("nothing"));
        } else {
            table.print(out());
        }
    }

    static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }

    static ObjectNode object() {
        return FleetClient.JSON.createObjectNode();
    }
}
