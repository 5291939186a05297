package io.gatehouse.proof.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * F22's names: the fleet's name leads to an address where nobody is, and then to none at all. Once it is right again the
 * gateway must find back by itself; what its Java remembers of names is part of that time.
 */
final class WrongNames {

    private static final String NAME = "fleet.gatehouse.test";
    private static final String RIGHT = "127.0.0.1 " + NAME;
    /** Nobody listens there. */
    private static final String ELSEWHERE = "127.0.0.99 " + NAME;

    private static final String NOWHERE = "";
    /** What Java remembers of a name that it has found. */
    private static final Duration REMEMBERED = Duration.ofSeconds(32);

    private WrongNames() {}

    static void told(FaultStand stand, Finding.Notes notes) throws Exception {
        Path scratch = stand.folder("f22-names");
        Path hosts = scratch.resolve("hosts");
        say(hosts, RIGHT);
        try (FaultSite site = FaultSite.at(
                stand.fleet(),
                scratch,
                "f22n",
                2,
                Map.of("gatehouse.gateway.fleet.mqtt", "tcp://" + NAME + ":" + FaultSite.LINE_PORT))) {
            site.gateway().withMachine(List.of("-Djdk.net.hosts.file=" + hosts));
            site.start();
            Load load = site.load(2, 20, "mqtt5", "coap").start();
            double elsewhere = backAfter(site, hosts, ELSEWHERE);
            double nowhere = backAfter(site, hosts, NOWHERE);
            boolean answered = load.awaitAnswered(Duration.ofMinutes(3));
            notes.say("its name leads elsewhere: back in %.0f s, nowhere: back in %.0f s", elsewhere, nowhere)
                    .must(
                            Math.max(elsewhere, nowhere) <= LinkRows.RECONNECT.toSeconds(),
                            "back within 45 s of a right name")
                    .judge(site.judgement(Duration.ofSeconds(60)))
                    .must(answered, "all events answered");
        }
    }

    /** Seconds from the name being right again to a line that works. */
    private static double backAfter(FaultSite site, Path hosts, String wrong) throws IOException {
        say(hosts, wrong);
        // the old address is remembered for a while: until it is not, nobody lets the gateway in
        site.line().cut();
        Awaitility.await("some time with a wrong name")
                .pollDelay(REMEMBERED)
                .atMost(REMEMBERED.plusSeconds(30))
                .until(() -> !site.isConnected());
        site.line().mend();
        say(hosts, RIGHT);
        long begun = System.nanoTime();
        Awaitility.await("the line is back").atMost(Duration.ofMinutes(3)).until(site::isConnected);
        return (System.nanoTime() - begun) / 1e9;
    }

    /** The machine's own names stay. */
    private static void say(Path hosts, String line) throws IOException {
        Path next = Files.writeString(
                hosts.resolveSibling("hosts.next"), Files.readString(Path.of("/etc/hosts")) + "\n" + line + "\n");
        Files.move(next, hosts, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
