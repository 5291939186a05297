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

    /** What there is to know about a change that was kept. */
    final void warn(JsonNode answer) {
        answer.path("warnings")
                .forEach(each -> terminal().err().println(text(each, "message") + " " + text(each, "hint")));
    }

    /** A change was kept: says so, and what there is to know about it. */
    final int kept(JsonNode answer, String what) throws JsonProcessingException {
        warn(answer);
        return show(answer, () -> out().println(words().say("access.kept", what)));
    }

    final int gone(String what) throws JsonProcessingException {
        return show(object(), () -> out().println(words().say("access.gone", what)));
    }

    /** What somebody carries from now on: a QR code where the shell can draw it, digits, a phone's grant. */
    final int carried(JsonNode pass) throws JsonProcessingException {
        return show(pass, () -> {
            out().println(words().say(
                            "pass.carried",
                            words().code("pass", text(pass, "kind")),
                            text(pass, "id"),
                            text(pass, "holder"),
                            time(pass, "validFrom"),
                            time(pass, "validTo")));
            QrInk.draw(pass.path("qr"), out());
            out().println(text(pass, "text"));
        });
    }

    /** A time that was given, as the interface takes it. */
    final void put(ObjectNode into, String field, Times time) {
        if (time.isGiven()) {
            into.put(field, time.in(terminal().view().zone()).toString());
        }
    }

    /** The same in milliseconds, as site books have it. */
    final void putMillis(ObjectNode into, String field, Times time) {
        if (time.isGiven()) {
            into.put(field, time.in(terminal().view().zone()).toEpochMilli());
        }
    }

    /** Things of a site's access as lines. */
    final int things(JsonNode answer) throws JsonProcessingException {
        return show(answer, () -> {
            Table table = table("id", "name", "what");
            answer.path("items")
                    .forEach(each -> table.row(ThingKinds.id(each), text(each, "name"), ThingKinds.about(each)));
            print(table, answer.path("items").isEmpty());
        });
    }

    /** What a decision says in the language of the shell. */
    final JsonNode wordsOf(JsonNode decision) {
        boolean chinese = terminal().view().locale().getLanguage().equals("zh");
        return decision.path("words").path(chinese ? "zh-CN" : "en");
    }

    /** What would have to change, a line each. */
    final void toChange(JsonNode said) {
        said.path("toChange").forEach(one -> out().println("  - " + one.asText()));
    }

    static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }

    static ObjectNode object() {
        return FleetClient.JSON.createObjectNode();
    }
}
