package io.gatehouse.gateway;

import static io.gatehouse.gateway.GatewayStand.OTHER;
import static io.gatehouse.gateway.GatewayStand.READER;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who writes somebody else's address on a request must not have them flooded (S5, RFC 7252 §11.3): before anybody has
 * proved anything, no more than three bytes leave for each that came, repeats included.
 */
class CoapAmplificationTest {

    private static final double MOST = 3;

    @TempDir
    Path folder;

    private GatewayStand stand = new GatewayStand(Path.of(""));

    @BeforeEach
    void begin() {
        stand = new GatewayStand(folder).withBook().start();
    }

    @AfterEach
    void end() {
        stand.close();
    }

    @Test
    void whatever_is_asked_without_a_proof_is_answered_shortly_and_once() throws Exception {
        List<List<String>> paths = List.of(
                List.of(".well-known", "core"),
                List.of(),
                List.of("gh"),
                List.of("gh", "v1"),
                List.of("gh", "v1", READER, "cmd"),
                List.of("gh", "v1", READER, "event"),
                List.of("gh", "v1", OTHER, "state"),
                List.of("gh", "v1", "nobody", "event"),
                List.of("a", "b", "c"));
        for (List<String> path : paths) {
            for (Code code : List.of(Code.GET, Code.POST)) {
                try (CoapThief victim = new CoapThief(stand.gateway().coapPort())) {
                    victim.ask(code, path, "", code == Code.GET);

                    assertThat(victim.gain()).as(code + " " + path).isLessThanOrEqualTo(MOST);
                }
            }
        }
    }

    @Test
    void what_is_not_acknowledged_is_not_sent_again_to_a_stranger() throws Exception {
        try (CoapThief victim = new CoapThief(stand.gateway().coapPort())) {
            victim.ask(Code.GET, List.of("gh", "v1", READER, "cmd"), "", true);
            victim.ask(Code.POST, List.of("gh", "v1", READER, "event"), "key=wrong", false);

            victim.listenOn();

            assertThat(victim.gain()).isLessThanOrEqualTo(MOST);
        }
    }
}
