package io.gatehouse.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.launch.StartRefusal;
import io.gatehouse.launch.Surroundings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start refuses, in one line that names the option; and the pages and vitals of one that is up. */
class StartTest {

    @TempDir
    private Path folder;

    @Test
    void a_port_in_use_is_refused_by_the_name_of_its_option_and_everything_is_closed_again() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThatThrownBy(() -> start(Map.of("gatehouse.fleet.http.port", port)))
                    .isInstanceOf(StartRefusal.class)
                    .hasMessageContaining("gatehouse.fleet.http.port");
            assertThatThrownBy(() -> start(Map.of("gatehouse.fleet.mqtt.port", port)))
                    .isInstanceOf(StartRefusal.class)
                    .hasMessageContaining("gatehouse.fleet.mqtt.port");
        }

        start(Map.of()).stop().await(60, TimeUnit.SECONDS);
    }

    @Test
    void a_broker_address_that_is_none_and_half_a_certificate_are_refused() {
        assertThatThrownBy(() -> start(Map.of("gatehouse.fleet.broker.url", "http://nowhere")))
                .isInstanceOf(StartRefusal.class)
                .hasMessageContaining("gatehouse.fleet.broker.url");
        assertThatThrownBy(() -> start(Map.of("gatehouse.fleet.tls.certificate", "/nowhere.pem")))
                .isInstanceOf(StartRefusal.class)
                .hasMessageContaining("gatehouse.fleet.tls.key");
    }

    @Test
    void pages_carry_the_policy_and_are_not_sent_twice() throws Exception {
        Path pages = folder.resolve("pages");
        Files.createDirectories(pages.resolve("web/app"));
        Files.writeString(pages.resolve("web/index.html"), "<!doctype html><title>x</title>");
        Files.writeString(pages.resolve("web/app/main.js"), "// ".repeat(400));
        Fleet fleet = start(Map.of("gatehouse.fleet.web.folder", pages.toString()));

        HttpResponse<String> page = get(fleet, "/devices/lake/gate-1", "Accept", "text/html");
        HttpResponse<String> module = get(fleet, "/app/main.js", "Accept-Encoding", "gzip");
        String tag = module.headers().firstValue("etag").orElseThrow();

        assertThat(page.body()).contains("<!doctype html>");
        assertThat(page.headers().firstValue("content-security-policy"))
                .contains("default-src 'self'; script-src 'self'; style-src 'self'; object-src 'none'; base-uri 'none';"
                        + " frame-ancestors 'none'");
        assertThat(page.headers().firstValue("x-content-type-options")).contains("nosniff");
        assertThat(module.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(get(fleet, "/app/main.js", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
        assertThat(get(fleet, "/app/../../secret", "Accept", "*/*").statusCode())
                .isEqualTo(404);
        assertThat(get(fleet, "/app/nothing.js", "Accept", "text/html").statusCode())
                .isEqualTo(404);
        assertThat(get(fleet, "/health", "Accept", "*/*").body()).contains("\"database\":true");
        assertThat(get(fleet, "/health/ready", "Accept", "*/*").body()).contains("\"database\":true");
        assertThat(get(fleet, "/health/live", "Accept", "*/*").body()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(get(fleet, "/metrics", "Accept", "*/*").body()).contains("gatehouse_fleet_link_batches_total");
        assertThat(get(fleet, "/metrics", "X-Forwarded-For", "203.0.113.9").statusCode())
                .isEqualTo(403);

        fleet.stop().await(60, TimeUnit.SECONDS);
    }

    private Fleet start(Map<String, String> options) throws Exception {
        return Fleet.start(RunningFleet.settings(folder.resolve("fleet"), options), Surroundings.ofSystem())
                .await(180, TimeUnit.SECONDS);
    }

    private static HttpResponse<String> get(Fleet fleet, String path, String... headers) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(fleet.url() + path))
                .headers(headers)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
