package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** China's public holidays with the weekends that are worked for them. */
@Command(
        name = "holidays",
        subcommands = {HolidaysCommand.Listing.class, HolidaysCommand.Take.class, HolidaysCommand.Import.class})
final class HolidaysCommand extends CommandGroup {

    private static final String CALENDAR = "/calendars/cn";

    /** The years that are published. */
    @Command(name = "list")
    static final class Listing extends FleetCommand {

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            return years(this, client().get(CALENDAR));
        }
    }

    /** Gives a site the special days of a year in one step. */
    @Command(name = "take")
    static final class Take extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE")
        private String site = "";

        @Parameters(index = "1", paramLabel = "YEAR")
        private int year;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            return kept(
                    client().post("/sites/" + FleetClient.part(site) + "/holidays", object().put("year", year)),
                    Integer.toString(year));
        }
    }

    /** Takes a year in that was published since, from CSV or JSON. */
    @Command(name = "import")
    static final class Import extends FleetCommand {

        @Parameters(index = "0", paramLabel = "YEAR")
        private int year;

        @Parameters(index = "1", paramLabel = "FILE")
        private Path file = Path.of("");

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            return years(
                    this, client().post(CALENDAR, object().put("year", year).put("content", Files.readString(file))));
        }
    }

    private static int years(FleetCommand command, JsonNode calendar) throws IOException {
        return command.show(calendar, () -> {
            Table table = command.table("year", "off", "worked");
            calendar.path("items")
                    .forEach(each -> table.row(
                            FleetCommand.text(each, "year"),
                            Integer.toString(each.path("off").size()),
                            Integer.toString(each.path("work").size())));
            command.print(table, calendar.path("items").isEmpty());
        });
    }
}
