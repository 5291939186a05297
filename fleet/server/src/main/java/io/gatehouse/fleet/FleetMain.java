package io.gatehouse.fleet;

import io.gatehouse.fleet.web.call.Contract;
import io.gatehouse.launch.RunningServer;
import io.gatehouse.launch.ServerCommand;
import io.gatehouse.launch.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/** {@code gatehouse-fleet}: starts the server, says where it is, and stops it in order on Ctrl-C. */
@Command(name = "gatehouse-fleet", description = "Runs the Gatehouse fleet server.")
public final class FleetMain extends ServerCommand<FleetSettings> {

    /** The first start unpacks and makes a database. */
    private static final long START_WITHIN_SECONDS = 180;

    public FleetMain() {
        super("gatehouse-fleet", FleetSettings.class);
    }

    public static void main(String[] arguments) {
        // the contract is large: it is read while the database starts
        Thread beside = new Thread(Contract::read, "contract");
        beside.setDaemon(true);
        beside.start();
        System.exit(new FleetMain().run(arguments));
    }

    @Override
    protected RunningServer start(FleetSettings settings, Surroundings surroundings) throws Exception {
        return new Running(Fleet.start(settings, surroundings).await(START_WITHIN_SECONDS, TimeUnit.SECONDS));
    }

    private record Running(Fleet fleet) implements RunningServer {

        @Override
        public List<String> greeting() {
            List<String> lines = new ArrayList<>();
            lines.add("The console is at " + fleet.url());
            fleet.adminPassword()
                    .ifPresent(password -> lines.add("Sign in as admin with the one-time password " + password
                            + " and change it there; it is shown only now."));
            lines.add("Phones and computers learn to trust it at https port " + fleet.httpsPort() + ", page /trust");
            lines.add("Its certificate authority has the SHA-256 fingerprint "
                    + fleet.core().authorities().serving().fingerprint());
            fleet.mqttTlsPort().ifPresent(port -> lines.add("Gateways connect to MQTT port " + port + " over TLS"));
            lines.add("Gateways need the fleet's public key " + fleet.publicKeyText());
            return lines;
        }

        @Override
        public void stop() throws Exception {
            fleet.stop().await(ServerCommand.STOP_WITHIN.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
