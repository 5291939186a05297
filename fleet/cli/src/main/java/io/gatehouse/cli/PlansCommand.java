package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plans of floors: {@code list}, {@code upload}, {@code show}, {@code place}, {@code take-off}, {@code delete}, {@code visits}. */
@Command(
        name = "plans",
        subcommands = {
            PlansCommand.ListAll.class,
            PlansCommand.Upload.class,
            PlansCommand.Show.class,
            PlansCommand.PlaceOne.class,
            PlansCommand.TakeOff.class,
            PlansCommand.Delete.class,
            PlansCommand.Visits.class
        })
final class PlansCommand extends CommandGroup {

    private static String path(String site) {
        return "/sites/" + FleetClient.part(site) + "/plans";
    }

    private static String path(DeviceAddress at) {
        return path(at.site()) + "/" + FleetClient.part(at.device());
    }

    /** A site's plans. */
    @Command(name = "list")
    static final class ListAll extends FleetCommand {

        @Parameters(paramLabel = "SITE")
        private String site = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get(path(site));
            return show(answer, () -> {
                Table table = table("id", "name", "place", "picture", "places");
                answer.path("items")
                        .forEach(each -> table.row(
                                text(each, "id"),
                                text(each, "name"),
                                String.join(
                                                " ",
                                                List.of(
                                                        text(each, "areaName"),
                                                        text(each, "building"),
                                                        text(each, "floor")))
                                        .strip(),
                                picture(each.path("picture")),
                                text(each, "places")));
                print(table, answer.path("items").isEmpty());
            });
        }

        private static String picture(JsonNode picture) {
            return picture.isMissingNode()
                    ? ""
                    : text(picture, "media").replace("image/", "") + " " + text(picture, "width") + "x"
                            + text(picture, "height");
        }
    }

    /** Makes a plan with its picture, or gives one another picture. */
    @Command(name = "upload")
    static final class Upload extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE/PLAN", converter = DeviceAddress.Reader.class)
        private DeviceAddress at = new DeviceAddress("", "");

        @Parameters(index = "1", paramLabel = "FILE")
        private Path file = Path.of("");

        @Option(names = "--name", paramLabel = "NAME")
        private @Nullable String name;

        @Option(names = "--building", paramLabel = "BUILDING")
        private @Nullable String building;

        @Option(names = "--floor", paramLabel = "FLOOR")
        private @Nullable String floor;

        @Option(names = "--area", paramLabel = "AREA")
        private @Nullable String area;

        @Option(names = "--order", paramLabel = "NUMBER", defaultValue = "0")
        private int order;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            byte[] picture = Files.readAllBytes(file);
            if (name != null) {
                ObjectNode wish = object().put("name", name).put("rank", order);
                given(wish, "building", building);
                given(wish, "floor", floor);
                given(wish, "area", area);
                client().put(path(at), wish);
            }
            JsonNode answer = client().put(
                            path(at) + "/picture",
                            object().put("data", Base64.getEncoder().encodeToString(picture)));
            return show(answer, () -> tell(answer));
        }

        private static void given(ObjectNode wish, String field, @Nullable String value) {
            if (value != null) {
                wish.put(field, value);
            }
        }

        private void tell(JsonNode answer) {
            out().println(words().say(
                            "plans.uploaded",
                            at,
                            answer.at("/picture/width").asText(),
                            answer.at("/picture/height").asText()));
            if (answer.path("removed").asInt() > 0) {
                out().println(words().say("plans.removed", text(answer, "removed")));
            }
            if (answer.path("otherShape").asBoolean()) {
                out().println(words().say("plans.otherShape"));
            }
        }
    }

    /** What stands on a plan, and how it is. */
    @Command(name = "show")
    static final class Show extends FleetCommand {

        @Parameters(paramLabel = "SITE/PLAN", converter = DeviceAddress.Reader.class)
        private DeviceAddress at = new DeviceAddress("", "");

        @Option(names = "--waiting")
        private boolean waiting;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get(path(at) + "/places");
            JsonNode items = answer.path(waiting ? "waiting" : "items");
            return show(answer, () -> {
                Table table = table("kind", "id", "name", "presence", "since", "alarms", "x", "y");
                items.forEach(each -> table.row(
                        words().code("planKind", text(each, "kind")),
                        text(each, "id"),
                        text(each, "name"),
                        each.path("gone").asBoolean()
                                ? words().say("plans.gone")
                                : each.at("/device/presence").asText(),
                        time(each.path("device"), "since"),
                        alarms(each.path("alarms")),
                        text(each, "x"),
                        text(each, "y")));
                print(table, items.isEmpty());
            });
        }

        private String alarms(JsonNode alarms) {
            return alarms.isMissingNode()
                    ? ""
                    : text(alarms, "count") + " " + words().code("severity", text(alarms, "severity"));
        }
    }

    /** Puts a device or a checkpoint on a plan. */
    @Command(name = "place")
    static final class PlaceOne extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE/PLAN", converter = DeviceAddress.Reader.class)
        private DeviceAddress at = new DeviceAddress("", "");

        @Parameters(index = "1", paramLabel = "THING")
        private String thing = "";

        @Option(names = "--x", paramLabel = "PERCENT", required = true)
        private double x;

        @Option(names = "--y", paramLabel = "PERCENT", required = true)
        private double y;

        @Option(names = "--checkpoint")
        private boolean checkpoint;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            client().put(
                            place(at, thing, checkpoint),
                            object().put("x", x / 100).put("y", y / 100));
            return show(
                    object().put("plan", at.toString()).put("placed", thing),
                    () -> out().println(words().say("plans.placed", thing, at)));
        }
    }

    private static String place(DeviceAddress at, String thing, boolean checkpoint) {
        return path(at) + "/places/" + (checkpoint ? "checkpoints/" : "devices/") + FleetClient.part(thing);
    }

    /** Takes something off a plan. */
    @Command(name = "take-off")
    static final class TakeOff extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE/PLAN", converter = DeviceAddress.Reader.class)
        private DeviceAddress at = new DeviceAddress("", "");

        @Parameters(index = "1", paramLabel = "THING")
        private String thing = "";

        @Option(names = "--checkpoint")
        private boolean checkpoint;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            client().delete(place(at, thing, checkpoint));
            return show(
                    object().put("plan", at.toString()).put("takenOff", thing),
                    () -> out().println(words().say("plans.takenOff", thing, at)));
        }
    }

    /** Deletes a plan with its places. */
    @Command(name = "delete")
    static final class Delete extends FleetCommand {

        @Parameters(paramLabel = "SITE/PLAN", converter = DeviceAddress.Reader.class)
        private DeviceAddress at = new DeviceAddress("", "");

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            client().delete(path(at));
            return show(object().put("deleted", at.toString()), () -> out().println(words().say("plans.deleted", at)));
        }
    }

    /** When each checkpoint was visited last; exit code 1 when one is overdue. */
    @Command(name = "visits")
    static final class Visits extends FleetCommand {

        @Parameters(paramLabel = "SITE")
        private String site = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer =
                    client().get(FleetClient.path("/sites/" + FleetClient.part(site) + "/patrol-visits", Map.of()));
            show(answer, () -> {
                Table table = table("checkpoint", "state", "lastVisit", "officer", "overdueSince", "dueBy");
                answer.path("items")
                        .forEach(each -> table.row(
                                text(each, "name"),
                                words().code("visitState", text(each, "state")),
                                time(each, "at"),
                                StreamSupport.stream(each.path("officers").spliterator(), false)
                                        .map(one -> text(one, "name"))
                                        .collect(Collectors.joining(", ")),
                                time(each, "overdueSince"),
                                time(each, "dueBy")));
                print(table, answer.path("items").isEmpty());
            });
            boolean overdue = StreamSupport.stream(answer.path("items").spliterator(), false)
                    .anyMatch(each -> text(each, "state").equals("OVERDUE"));
            return overdue ? ExitCodes.REFUSED : ExitCodes.DONE;
        }
    }
}
