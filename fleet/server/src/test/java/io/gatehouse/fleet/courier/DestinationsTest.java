package io.gatehouse.fleet.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses a webhook may have; names are looked up by hand. */
class DestinationsTest {

    private final Destinations strict = new Destinations(List.of(), DestinationsTest::lookUp);

    @Test
    void a_public_address_is_used_as_it_was_judged() {
        Destinations.Judged judged = strict.judge("https://hooks.example/a?b=c");

        assertThat(judged)
                .isInstanceOfSatisfying(
                        Destinations.Judged.Allowed.class,
                        allowed -> assertThat(allowed.numeric() + ":" + allowed.port())
                                .isEqualTo("203.0.113.7:443"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/",
                "https://[::1]/",
                "https://10.0.0.5/",
                "https://192.168.1.1:8443/x",
                "https://172.16.9.9/",
                "https://169.254.169.254/latest/meta-data",
                "https://100.64.1.1/",
                "https://0.0.0.0/",
                "https://[fd00::1]/",
                "https://[fe80::1]/",
                "https://[64:ff9b::7f00:1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://224.0.0.1/",
                "https://rebound.example/",
                "https://inside.example/",
                "https://nowhere.example/",
                "http://hooks.example/",
                "ftp://hooks.example/",
                "file:///etc/passwd",
                "https://user:password@hooks.example/",
                "not an address"
            })
    void what_only_the_fleet_can_reach_is_no_webhook(String address) {
        assertThat(strict.judge(address)).as(address).isInstanceOf(Destinations.Judged.Refused.class);
    }

    @Test
    void a_network_of_one_s_own_is_allowed_and_the_cloud_s_metadata_never() {
        Destinations own = new Destinations(
                List.of(Destinations.Network.parse("10.0.0.0/8"), Destinations.Network.parse("169.254.0.0/16")),
                DestinationsTest::lookUp);

        assertThat(own.judge("http://10.1.2.3/hook")).isInstanceOf(Destinations.Judged.Allowed.class);
        assertThat(own.judge("http://192.168.0.1/hook")).isInstanceOf(Destinations.Judged.Refused.class);
        assertThat(own.judge("http://169.254.169.254/")).isInstanceOf(Destinations.Judged.Refused.class);
    }

    @Test
    void what_is_no_network_says_so() {
        for (String text : List.of("10.0.0.0/33", "example.org", "10.0.0.0/x", "")) {
            assertThatThrownBy(() -> Destinations.Network.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** One that answers with a public address and a private one is refused: either may be taken. */
    private static InetAddress[] lookUp(String host) throws UnknownHostException {
        return switch (host) {
            case "hooks.example" -> new InetAddress[] {InetAddress.getByName("203.0.113.7")};
            case "rebound.example" ->
                new InetAddress[] {InetAddress.getByName("203.0.113.7"), InetAddress.getByName("127.0.0.1")};
            case "inside.example" -> new InetAddress[] {InetAddress.getByName("10.9.9.9")};
            case "nowhere.example" -> throw new UnknownHostException(host);
            default -> InetAddress.getAllByName(host);
        };
    }
}
