package io.gatehouse.launch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings with every form that a server's settings have. */
@ConfigMapping(prefix = "gatehouse.gateway")
public interface SampleSettings {

    @Doc("Where everything is kept.")
    @WithDefault("./data/sample")
    Path data();

    @Doc("Name of the site.")
    Optional<String> id();

    @Doc("Names that the certificate covers.")
    @WithDefault("localhost")
    List<String> names();

    Mqtt mqtt();

    Fleet fleet();

    /** Devices come in here. */
    interface Mqtt {

        @Doc("Port for devices; 0 takes any free one.")
        @WithDefault("1883")
        int port();

        @Doc("Port for devices, encrypted.")
        @WithDefault("8883")
        int tlsPort();

        @Doc("How long a silent device stays connected.")
        @WithDefault("60s")
        Duration keepAlive();

        @Doc("What happens when the queue is full.")
        @WithDefault("push-back")
        WhenFull whenFull();
    }

    /** The server in the middle. */
    interface Fleet {

        @Doc("The gateway's password at the fleet.")
        Optional<String> secret();
    }

    /** Two ways out. */
    enum WhenFull {
        PUSH_BACK,
        THIN_OUT
    }
}
