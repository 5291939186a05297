package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Labels of gateways: {@code gateway labels}, {@code gateway label}, {@code gateway adopt}. */
final class GatewayLabelCommands {

    private GatewayLabelCommands() {}

    /** Makes labels, each the leave to adopt one gateway at the site. */
    @Command(name = "labels")
    static final class Make extends FleetCommand {

        @Option(names = "--site", paramLabel = "SITE", required = true)
        private String site = "";

        @Option(names = "--count", paramLabel = "N", defaultValue = "1")
        private int count;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().post(
                            "/gateway-labels", object().put("count", count).put("site", site));
            return show(
                    answer,
                    () -> answer.path("items")
                            .forEach(each -> out().println(text(each, "shown") + "  " + text(each, "path"))));
        }
    }

    /** The label of a gateway that is there. */
    @Command(name = "label")
    static final class Of extends FleetCommand {

        @Parameters(paramLabel = "GATEWAY")
        private String gateway = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().post("/gateways/" + FleetClient.part(gateway) + "/label", object());
            return show(answer, () -> out().println(text(answer, "shown") + "  " + text(answer, "path")));
        }
    }

    /** Takes a gateway in by its label. */
    @Command(name = "adopt")
    static final class Adopt extends FleetCommand {

        @Parameters(paramLabel = "CODE")
        private String code = "";

        @Option(names = "--name", paramLabel = "NAME", required = true)
        private String name = "";

        @Option(names = "--id", paramLabel = "GATEWAY")
        private @Nullable String gateway;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode wish = object().put("name", name);
            if (gateway != null) {
                wish.put("gateway", gateway);
            }
            JsonNode answer = client().post("/gateway-labels/" + FleetClient.part(code) + "/adoption", wish);
            return show(answer, () -> {
                out().println(words().say("gateway.done", text(answer, "gateway"), text(answer, "site")));
                out().println(words().say("gateway.claim", time(answer, "expires")));
                out().println(text(answer, "token"));
            });
        }
    }
}
