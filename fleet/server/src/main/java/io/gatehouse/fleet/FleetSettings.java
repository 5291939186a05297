package io.gatehouse.fleet;

import io.gatehouse.launch.Doc;
import io.gatehouse.traces.TraceSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** The settings of the fleet server; names in the file are in kebab-case. Immutable. */
@ConfigMapping(prefix = "gatehouse.fleet")
public interface FleetSettings {

    @Doc("The folder in which the fleet keeps everything, its keys included.")
    @WithDefault("./data/fleet")
    Path data();

    @Doc("The address on which all listeners open; 0.0.0.0 for all of the machine's.")
    @WithDefault("127.0.0.1")
    String host();

    Http http();

    Https https();

    Mqtt mqtt();

    Tls tls();

    Ca ca();

    Broker broker();

    Database database();

    Metrics metrics();

    Web web();

    Intake intake();

    Telemetry telemetry();

    SignIn signIn();

    Oidc oidc();

    Mail mail();

    Notices notices();

    Alarms alarms();

    Notes notes();

    TraceSettings traces();

    /** The plain web listener. */
    interface Http {

        @Doc("The port of console and API; 0 for any free one.")
        @WithDefault("8080")
        int port();
    }

    /** The encrypted web listener. */
    interface Https {

        @Doc("The port of console and API over TLS; 0 for any free one.")
        @WithDefault("8443")
        int port();
    }

    /** The fleet's own listener for gateways. */
    interface Mqtt {

        @Doc("The port for gateways; 0 for any free one. Not used with an external broker.")
        @WithDefault("1884")
        int port();

        @Doc("The port for gateways over TLS; 0 for any free one.")
        @WithDefault("8884")
        int tlsPort();
    }

    /** What the encrypted listeners show. */
    interface Tls {

        @Doc("The listeners' certificate chain in PEM; without it the fleet's own authority certifies them.")
        Optional<Path> certificate();

        @Doc("The certificate's private key in PEM (PKCS 8).")
        Optional<Path> key();

        @Doc("More host names and addresses, with commas between, for the certificate of the fleet's own authority.")
        Optional<String> names();
    }

    /** Who certifies devices and gateways. */
    interface Ca {

        @Doc(
                "An authority of your own in PEM, then the certificates above it; without it the fleet makes one at its first"
                        + " start.")
        Optional<Path> certificate();

        @Doc("The authority's private key in PEM, readable without a password.")
        Optional<Path> key();
    }

    /** An external MQTT 5 broker in place of the fleet's own listener. */
    interface Broker {

        @Doc("An MQTT 5 broker such as tcp://mq.example:1883 or tls://mq.example, which several fleet nodes may share;"
                + " without it the fleet listens itself.")
        Optional<String> url();

        @Doc("The user name at the external broker.")
        Optional<String> user();

        @Doc("The password at the external broker.")
        Optional<String> password();
    }

    /** The database. */
    interface Database {

        @Doc("A JDBC URL of PostgreSQL 15 or newer; without it the bundled one runs in the data folder.")
        Optional<String> url();

        @Doc("The user name at the database.")
        Optional<String> user();

        @Doc("The password at the database.")
        Optional<String> password();

        @Doc("Connections to the database at most.")
        @WithDefault("12")
        int connections();
    }

    /** Who may read the metrics. */
    interface Metrics {

        @Doc("With this token the metrics can be read from elsewhere; without it only from the machine itself.")
        Optional<String> token();
    }

    /** The console and the API. */
    interface Web {

        @Doc("A folder with web/ and web-kit/ to serve in place of the built-in pages; for work on the pages.")
        Optional<Path> folder();

        @Doc("Threads for requests that read or write the database.")
        @WithDefault("8")
        int workers();

        @Doc("Pages that may listen to live changes at once.")
        @WithDefault("500")
        int maxListeners();
    }

    /** How people sign in. */
    interface SignIn {

        @Doc("Whether an admin who signs in without a second factor may do nothing but set one up.")
        @WithDefault("false")
        boolean secondFactorForAdmins();

        @Doc("How browsers reach this fleet, such as https://gates.example. Passkeys are bound to that name and work"
                + " nowhere else; without it they work at localhost only.")
        Optional<URI> publicUrl();
    }

    /** An identity provider at which people may sign in. */
    interface Oidc {

        @Doc("The provider's issuer, such as https://id.example/realms/estate; without it nobody signs in there.")
        Optional<URI> issuer();

        @Doc("The id by which the provider knows this fleet.")
        Optional<String> clientId();

        @Doc("The secret that goes with it.")
        Optional<String> clientSecret();

        @Doc("What the button on the sign-in page calls the provider.")
        @WithDefault("OpenID Connect")
        String name();

        @Doc("How browsers reach this fleet, such as https://gates.example; the provider sends them back there.")
        Optional<URI> publicUrl();

        @Doc("The claim that lists somebody's groups.")
        @WithDefault("groups")
        String groupsClaim();

        @Doc("The claim with the user name.")
        @WithDefault("preferred_username")
        String nameClaim();

        @Doc("Which group gives which role, at one site or at all, with commas between: estate=admin,"
                + " east-guards=guard@east-lake. Somebody without any of them is not let in.")
        Optional<String> groups();
    }

    /** How mail about alarms leaves. */
    interface Mail {

        @Doc("The mail server (SMTP); without it no mail is sent.")
        Optional<String> host();

        @Doc("The mail server's port.")
        @WithDefault("587")
        int port();

        @Doc("The user name at the mail server.")
        Optional<String> user();

        @Doc("The password at the mail server.")
        Optional<String> password();

        @Doc("The sender of mail.")
        @WithDefault("gatehouse@localhost")
        String from();

        @Doc(
                "starttls (the connection must become encrypted), tls (it is from the start) or plain (never; for a server on"
                        + " this machine).")
        @WithDefault("starttls")
        String encryption();
    }

    /** Where webhooks about alarms may lead. */
    interface Notices {

        @Doc(
                "Networks of your own in which webhooks may be, with commas between, such as 10.1.0.0/16. Public addresses are"
                        + " always allowed over https, link-local ones never.")
        Optional<String> networks();

        @Doc("The console's address in messages, such as https://gates.example; without it they carry no link.")
        Optional<String> console();
    }

    /** Alarms that are over. */
    interface Alarms {

        @Doc("Days for which alarms that are done with are kept, with their history and what was told of them.")
        @WithDefault("400")
        int keptDays();
    }

    /** What people write and photograph about devices. */
    interface Notes {

        @Doc("Days for which photos of notes are kept; the note stays and says when its photo went. When not given they"
                + " stay until somebody deletes them.")
        Optional<Integer> photosKeptDays();
    }

    /** Taking in what gateways send. */
    interface Intake {

        @Doc("Threads that write events into the database.")
        @WithDefault("4")
        int workers();

        @Doc("Messages of one gateway that may wait; a gateway with more is told to wait.")
        @WithDefault("32")
        int batchesPerGateway();

        @Doc("Bytes of all messages that may wait.")
        @WithDefault("134217728")
        long maxBytes();
    }

    /** What devices and gateways measure. */
    interface Telemetry {

        @Doc("Days for which each measured value is kept as it came.")
        @WithDefault("30")
        int rawDays();

        @Doc("Days for which least, greatest, mean and last of every five minutes are kept.")
        @WithDefault("366")
        int fiveMinuteDays();

        @Doc("Days for which the same of every hour are kept.")
        @WithDefault("1830")
        int hourDays();

        Influx influx();
    }

    /** InfluxDB in place of the embedded telemetry store. */
    interface Influx {

        @Doc("An InfluxDB 1.x, 2.x or 3 Core such as http://influx.example:8086, which several fleet nodes may share;"
                + " without it measurements are kept in the data folder.")
        Optional<URI> url();

        @Doc("The database or bucket of the values as they came; those of five minutes and of an hour have _5m and _1h"
                + " behind it.")
        @WithDefault("gatehouse")
        String database();

        @Doc("The organisation, of InfluxDB 2.x.")
        Optional<String> organisation();

        @Doc("The token, of InfluxDB 2.x and 3; it may make databases, or they are there.")
        Optional<String> token();

        @Doc("The user name, of InfluxDB 1.x with authentication.")
        Optional<String> user();

        @Doc("The password that goes with it.")
        Optional<String> password();

        @Doc("Seconds after which a request counts as failed and is made again.")
        @WithDefault("20")
        int timeoutSeconds();
    }
}
