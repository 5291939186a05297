package io.gatehouse.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.gatehouse.launch.StartRefusal;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.LogId;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.File;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TracesTest {

    private static final LogId LOG = new LogId("00112233445566778899aabbccddeeff");
    private static final Traces.Speaker SPEAKER = new Traces.Speaker("gatehouse.test.traces", "test", "one");
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void nothing_of_the_library_is_touched_while_nothing_is_told() throws Exception {
        URL[] without = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(path -> !path.contains("opentelemetry"))
                .map(TracesTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(without, ClassLoader.getPlatformClassLoader())) {
            Callable<?> alone = (Callable<?>) loader.loadClass(WithoutLibrary.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();

            assertThat(alone.call()).isEqualTo(false);
        }
    }

    @Test
    void both_servers_find_the_trace_of_a_record_by_its_log_and_number() {
        TraceNumber number = TraceNumber.of(LOG, 7);

        // printf 00112233445566778899aabbccddeeff/7 | sha256sum
        assertThat(number).isEqualTo(new TraceNumber("7bf8f13cf46535a647b7fc27336d77db", "84a2d4f9a46848df"));
    }

    @Test
    void the_share_is_of_the_same_records_at_both() {
        try (Traces gateway = told(SetTraces.to("http://127.0.0.1:9").share(0.25));
                Traces fleet = told(SetTraces.to("http://127.0.0.1:9").share(0.25))) {
            List<Long> chosen = LongStream.rangeClosed(1, 2_000)
                    .filter(seq -> gateway.of(LOG, seq).isPresent())
                    .boxed()
                    .toList();

            assertThat(chosen).hasSizeBetween(400, 600);
            assertThat(chosen).allMatch(seq -> fleet.of(LOG, seq).isPresent());
        }
    }

    @Test
    void a_collector_gets_what_was_told_with_the_header_it_wants() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        collector.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            asked.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("authorization"));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        String address = "http://127.0.0.1:" + collector.getAddress().getPort();
        try (Traces traces = told(SetTraces.to(address).saying("authorization=Bearer abc"))) {
            tell(traces, 1);

            await().atMost(SOON).untilAsserted(() -> assertThat(traces.counts()).isEqualTo(new Traces.Counts(2, 0, 0)));
            assertThat(asked).containsOnly("/v1/traces Bearer abc");
        } finally {
            collector.stop(0);
        }
    }

    @Test
    void what_waits_is_sent_when_it_closes() {
        Kept kept = new Kept();
        Outbox outbox = new Outbox(kept, 10, Duration.ofSeconds(2));
        SdkTracerProvider provider =
                SdkTracerProvider.builder().addSpanProcessor(outbox).build();
        outbox.start();
        provider.get("test").spanBuilder("last").startSpan().end();

        outbox.close();

        assertThat(kept.names).containsExactly("last");
    }

    @Test
    void when_nobody_takes_them_they_are_dropped_and_counted_and_nobody_waits() {
        Outbox outbox = new Outbox(new Kept(), 2, Duration.ofSeconds(2));
        SdkTracerProvider provider =
                SdkTracerProvider.builder().addSpanProcessor(outbox).build();

        for (int i = 0; i < 5; i++) {
            provider.get("test").spanBuilder("one").startSpan().end();
        }

        assertThat(outbox.counts()).isEqualTo(new Traces.Counts(0, 3, 0));
    }

    @Test
    void a_collector_that_is_not_there_is_counted() {
        try (Traces traces = told(SetTraces.to("http://127.0.0.1:9"))) {
            tell(traces, 1);

            await().atMost(SOON).until(() -> traces.counts().failed() == 2);
        }
    }

    @Test
    void settings_that_do_not_fit_are_refused_by_name() {
        refused(SetTraces.to("ftp://collector"), "gatehouse.test.traces.endpoint");
        refused(SetTraces.to("http://127.0.0.1:9").share(1.5), "gatehouse.test.traces.ratio");
        refused(SetTraces.to("http://127.0.0.1:9").saying("secret"), "gatehouse.test.traces.headers");
        refused(SetTraces.to("http://127.0.0.1:9").room(0), "gatehouse.test.traces.queue");
    }

    private static void refused(TraceSettings settings, String option) {
        assertThatThrownBy(() -> told(settings))
                .isInstanceOfSatisfying(
                        StartRefusal.class, refusal -> assertThat(refusal.option()).isEqualTo(option));
    }

    private static Traces told(TraceSettings settings) {
        return Traces.of(settings, SPEAKER, Surroundings.ofSystem());
    }

    private static void tell(Traces traces, long seq) {
        Trail trail = traces.of(LOG, seq).orElseThrow();
        long now = traces.now();
        trail.whole(Step.of("whole", Step.Kind.ANSWERS, now, now + 2_000));
        trail.step(Step.of("part", Step.Kind.INSIDE, now, now + 1_000));
    }

    private static URL url(String path) {
        try {
            return Path.of(path).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Keeps the names of what it is given. */
    private static final class Kept implements SpanExporter {

        private final List<String> names = new CopyOnWriteArrayList<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            spans.forEach(span -> names.add(span.getName()));
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
