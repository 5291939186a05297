package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Positions and the boxes in them: {@code position list}, {@code show}, {@code put}, {@code swap}, {@code take-out}. */
@Command(
        name = "position",
        subcommands = {
            PositionCommand.ListAll.class,
            PositionCommand.Show.class,
            PositionCommand.Put.class,
            PositionCommand.Swap.class,
            PositionCommand.TakeOut.class
        })
final class PositionCommand extends CommandGroup {

    static String path(DeviceAddress at) {
        return "/sites/" + FleetClient.part(at.site()) + "/positions/" + FleetClient.part(at.device());
    }

    /** Positions and how ready they are. */
    @Command(name = "list")
    static final class ListAll extends FleetCommand {

        @Option(names = "--site", paramLabel = "SITE")
        private @Nullable String site;

        @Option(names = "--service", paramLabel = "STATE")
        private @Nullable String service;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            String query = "?limit=1000" + (site == null ? "" : "&site=" + FleetClient.part(site))
                    + (service == null ? "" : "&service=" + FleetClient.part(service));
            JsonNode answer = client().get("/positions" + query);
            return show(answer, () -> {
                Table table = table("site", "id", "name", "place", "service", "checks", "box");
                answer.path("items")
                        .forEach(each -> table.row(
                                text(each, "site"),
                                text(each, "id"),
                                text(each, "name"),
                                text(each, "place"),
                                text(each, "service"),
                                each.at("/checks/passed").asText() + "/"
                                        + each.at("/checks/total").asText(),
                                each.at("/box/serial")
                                        .asText(each.at("/box/label").asText())));
                print(table, answer.path("items").isEmpty());
            });
        }
    }

    /** A position and its boxes. */
    @Command(name = "show")
    static final class Show extends FleetCommand {

        @Parameters(paramLabel = "SITE/POSITION", converter = DeviceAddress.Reader.class)
        private DeviceAddress at = new DeviceAddress("", "");

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get(path(at));
            return show(answer, () -> {
                out().println(text(answer, "name") + "  " + text(answer, "place") + "  " + text(answer, "service"));
                Table table = table("box", "putIn", "by", "takenOut", "by", "reason");
                answer.path("boxes")
                        .forEach(each -> table.row(
                                each.path("serial").asText(text(each, "label")),
                                time(each, "putIn"),
                                text(each, "putInBy"),
                                time(each, "takenOut"),
                                text(each, "takenOutBy"),
                                text(each, "reason")));
                print(table, answer.path("boxes").isEmpty());
            });
        }
    }

    /** Plans a position, or changes one. */
    @Command(name = "put")
    static final class Put extends FleetCommand {

        @Parameters(paramLabel = "SITE/POSITION", converter = DeviceAddress.Reader.class)
        private DeviceAddress at = new DeviceAddress("", "");

        @Option(names = "--name", paramLabel = "NAME", required = true)
        private String name = "";

        @Option(names = "--kind", paramLabel = "KIND", required = true)
        private String kind = "";

        @Option(names = "--building", paramLabel = "BUILDING")
        private @Nullable String building;

        @Option(names = "--floor", paramLabel = "FLOOR")
        private @Nullable String floor;

        @Option(names = "--door", paramLabel = "DOOR")
        private @Nullable String door;

        @Option(names = "--profile", paramLabel = "PROFILE")
        private @Nullable String profile;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode wish = object().put("name", name).put("kind", kind);
            given(wish, "building", building);
            given(wish, "floor", floor);
            given(wish, "door", door);
            given(wish, "profile", profile);
            JsonNode answer = client().put(path(at), wish);
            return show(answer, () -> out().println(words().say("position.put", at, text(answer, "service"))));
        }

        private static void given(ObjectNode wish, String field, @Nullable String value) {
            if (value != null) {
                wish.put(field, value);
            }
        }
    }

    /** Another box in the same place. */
    @Command(name = "swap")
    static final class Swap extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE/POSITION", converter = DeviceAddress.Reader.class)
        private DeviceAddress at = new DeviceAddress("", "");

        @Option(names = "--new", paramLabel = "CODE", required = true)
        private String fresh = "";

        @Option(names = "--old", paramLabel = "CODE")
        private @Nullable String old;

        @Option(names = "--reason", paramLabel = "TEXT", required = true)
        private String reason = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode wish = object().put("request", terminal().ids().next())
                    .put("newCode", fresh)
                    .put("reason", reason);
            if (old != null) {
                wish.put("oldCode", old);
            }
            JsonNode answer = client().post(path(at) + "/swap", wish);
            return show(answer, () -> {
                out().println(words().say("position.swapped", at));
                out().println(words().say("gateway.claim", time(answer, "expires")));
                out().println(text(answer, "token"));
            });
        }
    }

    /** Empties a position. */
    @Command(name = "take-out")
    static final class TakeOut extends FleetCommand {

        @Parameters(paramLabel = "SITE/POSITION", converter = DeviceAddress.Reader.class)
        private DeviceAddress at = new DeviceAddress("", "");

        @Option(names = "--reason", paramLabel = "TEXT", required = true)
        private String reason = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            client().delete(path(at) + "/box", object().put("reason", reason));
            return show(
                    object().put("position", at.toString()), () -> out().println(words().say("position.empty", at)));
        }
    }
}
