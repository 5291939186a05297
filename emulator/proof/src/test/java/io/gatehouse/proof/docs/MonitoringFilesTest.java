package io.gatehouse.proof.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.demo.Demo;
import io.gatehouse.proof.road.DemoFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every metric in the files for Prometheus and Grafana is one that a running fleet or gateway has. */
class MonitoringFilesTest {

    private static final Pattern METRIC = Pattern.compile("gatehouse_[a-z_]+");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void every_metric_of_the_files_exists() throws Exception {
        Set<String> named = new TreeSet<>();
        for (String file : new String[] {"docs/monitoring/alerts.yml", "docs/monitoring/dashboard.json"}) {
            METRIC.matcher(ProjectFiles.read(file)).results().forEach(found -> named.add(found.group()));
        }

        try (Demo demo = DemoFixture.startQuiet(folder.resolve("data"))) {
            String gateway = demo.addresses().gateway().get("web");

            assertThat(named).hasSizeGreaterThan(25);
            Awaitility.await("fleet and gateway have measured")
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> {
                        Set<String> there = metrics(demo.console());
                        there.addAll(metrics(gateway));
                        assertThat(there).containsAll(named);
                    });
        }
    }

    private static Set<String> metrics(String root) throws IOException, InterruptedException {
        String address = root.startsWith("http") ? root : "http://" + root;
        HttpRequest request = HttpRequest.newBuilder(URI.create(address.replaceAll("/+$", "") + "/metrics"))
                .build();
        Set<String> names = new TreeSet<>();
        CLIENT.send(request, BodyHandlers.ofString())
                .body()
                .lines()
                .forEach(line -> METRIC.matcher(line).results().forEach(found -> names.add(found.group())));
        return names;
    }
}
