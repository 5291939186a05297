package io.gatehouse.gateway;

import io.gatehouse.launch.Doc;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The settings of a gateway. Immutable. */
@ConfigMapping(prefix = "gatehouse.gateway")
public interface GatewaySettings {

    @Doc("The folder that holds the journal, the site books and the keys.")
    @WithDefault("./data/gateway")
    Path data();

    @Doc("The gateway's id, as it is registered at the fleet.")
    String id();

    @Doc("The address that all listeners bind to; the machine itself only, unless told otherwise.")
    @WithDefault("127.0.0.1")
    String host();

    FleetAt fleet();

    Mqtt mqtt();

    Coap coap();

    Coaps coaps();

    Web web();

    Tls tls();

    Access access();

    Log journal();

    /** The fleet server and how the gateway is known there. */
    interface FleetAt {

        @Doc("The fleet's MQTT listener, or a broker between: tcp://host:port, or ssl://host:port for TLS.")
        @WithDefault("tcp://127.0.0.1:1884")
        String mqtt();

        @Doc("The fleet's web address, from which site books are fetched.")
        @WithDefault("http://127.0.0.1:8080")
        String http();

        @Doc(value = "The secret that the fleet gave to this gateway.", secret = true)
        String secret();

        @Doc("The fleet's public key for site books: Ed25519, X.509, Base64.")
        String key();

        @Doc("The longest pause between two tries to reach the fleet.")
        @WithDefault("60s")
        Duration longestPause();
    }

    /** Devices over MQTT. */
    interface Mqtt {

        @Doc("The port for MQTT; 0 takes any free one.")
        @WithDefault("1883")
        int port();

        @Doc("The port for MQTT over TLS; 0 takes any free one.")
        @WithDefault("8883")
        int tlsPort();
    }

    /** Devices over CoAP. */
    interface Coap {

        @Doc("The UDP port for plain CoAP; 0 takes any free one.")
        @WithDefault("5683")
        int port();
    }

    /** Devices over CoAP with DTLS. */
    interface Coaps {

        @Doc("The UDP port for CoAP over DTLS; 0 takes any free one.")
        @WithDefault("5684")
        int port();
    }

    /** The gateway's own page. */
    interface Web {

        @Doc("The port of the gateway's own page; 0 takes any free one.")
        @WithDefault("8081")
        int port();
    }

    /** What the TLS listener shows. */
    interface Tls {

        @Doc("The certificate chain (PEM); a self-made one when not given.")
        Optional<Path> certificate();

        @Doc("The certificate's private key (PEM, PKCS#8).")
        Optional<Path> key();
    }

    /** Rules of the house. */
    interface Access {

        @Doc("A credential that comes to the same reader again within this time counts as read once.")
        @WithDefault("2s")
        Duration debounce();

        @Doc("How far a device's clock may be off before its times count as untrusted.")
        @WithDefault("10m")
        Duration clockTolerance();
    }

    /** The evidence on disk. */
    interface Log {

        @Doc("What evidence may take on the disk, in bytes; when it is reached, devices are told to wait.")
        @WithDefault("4294967296")
        long evidenceBytes();

        @Doc("What telemetry may take on the disk, in bytes; when it is reached, the oldest goes.")
        @WithDefault("1073741824")
        long telemetryBytes();

        @Doc("A journal file grows to about this many bytes.")
        @WithDefault("8388608")
        int segmentBytes();
    }
}
