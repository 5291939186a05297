package io.gatehouse.launch;

import java.util.List;
import picocli.CommandLine.Command;

/** A server that does nothing, or refuses, or hangs while stopping: as its settings say. */
@Command(name = "sample", description = "Stands in for a server.")
public final class SampleMain extends ServerCommand<SampleSettings> {

    public SampleMain() {
        super("sample", SampleSettings.class);
    }

    public static void main(String[] arguments) {
        System.exit(new SampleMain().run(arguments));
    }

    @Override
    protected RunningServer start(SampleSettings settings, Surroundings surroundings) throws Exception {
        if (settings.mqtt().port() == 1) {
            throw new IllegalStateException(new StartRefusal("gatehouse.gateway.mqtt.port", "port 1 is taken"));
        }
        return new RunningServer() {

            @Override
            public List<String> greeting() {
                return List.of("ready on " + settings.mqtt().port());
            }

            @Override
            public void stop() {
                System.err.println("closing");
            }
        };
    }
}
