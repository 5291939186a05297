package io.gatehouse.gateway;

import io.gatehouse.gateway.record.WhenStorageFails;
import io.gatehouse.launch.Doc;
import io.gatehouse.traces.TraceSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

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

    SiteBroker broker();

    Coap coap();

    Coaps coaps();

    Web web();

    Tls tls();

    Access access();

    Log journal();

    Audit audit();

    TraceSettings traces();

    /** The fleet server and how the gateway is known there. */
    interface FleetAt {

        @Doc("The fleet's MQTT listener, or a broker between: ssl://host:port, or tcp://host:port without TLS. When not"
                + " given ssl://127.0.0.1:8884 with a certificate, and tcp://127.0.0.1:1884 with a secret.")
        Optional<String> mqtt();

        @Doc("The fleet's web address, where the gateway enrols and fetches site books. When not given"
                + " https://127.0.0.1:8443 with a certificate, and http://127.0.0.1:8080 with a secret.")
        Optional<String> http();

        @Doc(
                value =
                        "The claim token with which the gateway enrols at its first start; not used any more after that.",
                secret = true)
        Optional<String> claim();

        @Doc(value = "The secret that the fleet gave to this gateway, when it has no certificate.", secret = true)
        Optional<String> secret();

        @Doc("The fleet's public key for site books: Ed25519, X.509, Base64.")
        String key();

        @Doc("The longest pause between two tries to reach the fleet.")
        @WithDefault("60s")
        Duration longestPause();

        @Doc(
                "The most bytes a second of the line to the fleet that firmware may take; 0 for no limit but half of the line.")
        @WithDefault("0")
        long artifactRate();

        @Doc(
                "How long a configuration from the fleet may take to prove itself, before the one before is in force again.")
        @WithDefault("25s")
        Duration trial();
    }

    /** Devices over MQTT. */
    interface Mqtt {

        @Doc("The port for MQTT; 0 takes any free one.")
        @WithDefault("1883")
        int port();

        @Doc("The port for MQTT over TLS; 0 takes any free one.")
        @WithDefault("8883")
        int tlsPort();

        @Doc("The port for MQTT over websockets (path /mqtt, subprotocol mqtt); not open when not given, 0 takes any"
                + " free one.")
        OptionalInt webSocketPort();

        @Doc("For interoperability tests only: clients without a name may use all topics; the gateway does not start"
                + " with it unless it listens on loopback.")
        @WithDefault("false")
        boolean anonymous();
    }

    /** Devices over a broker on site that is not ours. */
    interface SiteBroker {

        @Doc("An MQTT 5 broker on site whose devices the gateway also takes: tcp://host:port, or ssl://host:port for"
                + " TLS. Who may use which topic is that broker's to see to; only devices of the site book are heard.")
        Optional<String> url();

        @Doc("The name under which the gateway signs in at the broker on site.")
        Optional<String> user();

        @Doc(value = "The secret under which the gateway signs in at the broker on site.", secret = true)
        Optional<String> password();

        @Doc("The longest pause between two tries to reach the broker on site.")
        @WithDefault("15s")
        Duration longestPause();
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

        @Doc("The port of the same page over TLS, which phones need to keep the guards' page; when not given the one"
                + " after web.port, or any free one where that takes any.")
        OptionalInt tlsPort();
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

        @Doc(
                "What to do when the disk takes no evidence any more. go-on: doors open as the rules say, what happens is held"
                        + " in memory and recorded when the disk works again, and devices are acknowledged only then. stay-closed:"
                        + " no door opens without its record on the disk.")
        @WithDefault("go-on")
        WhenStorageFails whenStorageFails();

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

        @Doc("What may be held in memory while the disk takes no evidence, in bytes; beyond it doors stay closed.")
        @WithDefault("8388608")
        long heldBytes();

        @Doc("What telemetry may take on the disk, in bytes; when it is reached, the oldest goes.")
        @WithDefault("1073741824")
        long telemetryBytes();

        @Doc("A journal file grows to about this many bytes.")
        @WithDefault("8388608")
        int segmentBytes();
    }

    /** When the evidence is signed. */
    interface Audit {

        @Doc("A checkpoint is signed for this many events at the latest; 1 to 2000.")
        @WithDefault("1000")
        int events();

        @Doc("A checkpoint is signed this long after an event at the latest.")
        @WithDefault("60s")
        Duration period();
    }
}
