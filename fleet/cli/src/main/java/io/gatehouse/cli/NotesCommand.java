package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Notes and photos of a device: {@code notes list}, {@code add}, {@code photo}, {@code delete}. */
@Command(
        name = "notes",
        subcommands = {
            NotesCommand.ListAll.class,
            NotesCommand.Add.class,
            NotesCommand.Photo.class,
            NotesCommand.Delete.class
        })
final class NotesCommand extends CommandGroup {

    private static String path(DeviceAddress at) {
        return "/sites/" + FleetClient.part(at.site()) + "/devices/" + FleetClient.part(at.device()) + "/notes";
    }

    /** What people wrote and photographed, newest first. */
    @Command(name = "list")
    static final class ListAll extends FleetCommand {

        @Parameters(paramLabel = "SITE/DEVICE", converter = DeviceAddress.Reader.class)
        private DeviceAddress at = new DeviceAddress("", "");

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get(path(at) + "?limit=500");
            return show(answer, () -> {
                Table table = table("time", "by", "id", "photo", "text");
                answer.path("items")
                        .forEach(each -> table.row(
                                time(each, "at"),
                                text(each, "by"),
                                text(each, "id"),
                                each.has("photo")
                                        ? each.at("/photo/width").asText() + "x"
                                                + each.at("/photo/height").asText()
                                        : gone(each),
                                text(each, "text")));
                print(table, answer.path("items").isEmpty());
            });
        }

        private String gone(JsonNode note) {
            return note.has("photoGone") ? words().say("notes.photoGone", time(note, "photoGone")) : "";
        }
    }

    /** Writes a note, with a photo or without. */
    @Command(name = "add")
    static final class Add extends FleetCommand {

        @Parameters(paramLabel = "SITE/DEVICE", converter = DeviceAddress.Reader.class)
        private DeviceAddress at = new DeviceAddress("", "");

        @Option(names = "--text", paramLabel = "TEXT")
        private @Nullable String text;

        @Option(names = "--photo", paramLabel = "FILE")
        private @Nullable Path photo;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode wish = object().put("request", terminal().ids().next());
            if (text != null) {
                wish.put("text", text);
            }
            if (photo != null) {
                wish.put("photo", Base64.getEncoder().encodeToString(Files.readAllBytes(photo)));
            }
            JsonNode answer = client().post(path(at), wish);
            return show(answer, () -> out().println(words().say("notes.added", text(answer, "id"), at)));
        }
    }

    /** Writes a note's photo into a file. */
    @Command(name = "photo")
    static final class Photo extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE/DEVICE", converter = DeviceAddress.Reader.class)
        private DeviceAddress at = new DeviceAddress("", "");

        @Parameters(index = "1", paramLabel = "NOTE")
        private String note = "";

        @Option(names = "--out", paramLabel = "FILE", required = true)
        private Path file = Path.of("");

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            Files.write(file, client().bytes(path(at) + "/" + FleetClient.part(note) + "/photo"));
            return ExitCodes.DONE;
        }
    }

    /** Deletes a note and its photo for good. */
    @Command(name = "delete")
    static final class Delete extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE/DEVICE", converter = DeviceAddress.Reader.class)
        private DeviceAddress at = new DeviceAddress("", "");

        @Parameters(index = "1", paramLabel = "NOTE")
        private String note = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            client().delete(path(at) + "/" + FleetClient.part(note));
            return show(object().put("deleted", note), () -> out().println(words().say("notes.deleted", note)));
        }
    }
}
