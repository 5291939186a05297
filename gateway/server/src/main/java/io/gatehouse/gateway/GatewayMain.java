package io.gatehouse.gateway;

import io.gatehouse.launch.RunningServer;
import io.gatehouse.launch.ServerCommand;
import io.gatehouse.launch.Surroundings;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/** {@code gatehouse-gateway}: starts the gateway of a site, says where it listens, and stops it in order. */
@Command(name = "gatehouse-gateway", description = "Runs the Gatehouse gateway of a site.")
public final class GatewayMain extends ServerCommand<GatewaySettings> {

    private static final long START_WITHIN_SECONDS = 120;

    public GatewayMain() {
        super("gatehouse-gateway", GatewaySettings.class);
    }

    public static void main(String[] arguments) {
        Foresight.begin();
        System.exit(new GatewayMain().run(arguments));
    }

    @Override
    protected RunningServer start(GatewaySettings settings, Surroundings surroundings) throws Exception {
        return new Running(Gateway.start(settings, surroundings).await(START_WITHIN_SECONDS, TimeUnit.SECONDS));
    }

    private record Running(Gateway gateway) implements RunningServer {

        @Override
        public List<String> greeting() {
            return gateway.addresses().entrySet().stream()
                    .map(address -> address.getKey() + " at " + address.getValue())
                    .toList();
        }

        @Override
        public void stop() throws Exception {
            gateway.stop().await(ServerCommand.STOP_WITHIN.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
