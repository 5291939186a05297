package io.gatehouse.proof.bench;

import io.gatehouse.demo.FleetApi;
import io.gatehouse.fleet.Fleet;
import io.gatehouse.proof.bench.Figure.Bar;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** 50,000 devices of 100 sites, and how long REST takes to answer questions about them: a page and how many there are. */
final class DeviceCrowd {

    private static final int DEVICES = 50_000;
    private static final int SITES = 100;
    private static final int TIMES = 20;
    private static final double BAR_MILLIS = 200;

    private static final List<String> ASKED = List.of(
            "",
            "state:offline",
            "type:door battery:<20",
            "fw:<2.4 seen:>1h -type:camera",
            "state:online",
            "device 49999",
            "site:\"Site 1*\" (state:online or battery:<5)");

    private DeviceCrowd() {}

    /** Tells the fleet's database of them: one in a hundred has been silent for two hours. */
    static void at(Fleet fleet) {
        fleet.core().jdbi().useHandle(handle -> {
            handle.execute("insert into site (id, name, time_zone) select 'many-' || n, 'Site ' || n, 'UTC'"
                    + " from generate_series(1, " + SITES + ") n");
            handle.execute("insert into gateway (id, site, name, secret_hash, last_heard)"
                    + " select 'many-gw-' || n, 'many-' || n, 'Gateway', '', now() + interval '1 hour'"
                    + " from generate_series(1, " + SITES + ") n");
            handle.execute("""
                    insert into device (site, id, kind, name, place, secret_sealed, heartbeat_seconds, gateway, last_heard, battery, firmware)
                    select 'many-' || (1 + n %% %d), 'device-' || n, (array['TURNSTILE','READER','DOOR_SENSOR','CAMERA'])[1 + n %% 4],
                        'Device ' || n, 'East gate ' || n %% 50, '', 30, 'many-gw-' || (1 + n %% %d),
                        now() + case when n %% 100 = 0 then interval '-2 hours' else interval '1 hour' end, n %% 101, '2.' || n %% 12 || '.' || n %% 7
                    from generate_series(1, %d) n
                    """.formatted(SITES, SITES, DEVICES));
            handle.execute("analyze device");
            handle.execute("analyze gateway");
        });
    }

    /** Of twenty the slowest but one: what somebody waits for. */
    static Stream<Figure> figures(FleetApi api, int rounds) {
        return ASKED.stream().map(question -> {
            Figure figure =
                    new Figure("device-list '" + question + "'", "ms", "the median", new Bar.AtMost(BAR_MILLIS));
            for (int round = 0; round <= rounds; round++) {
                Machine.Watch watch = Machine.watch();
                double[] millis = millis(api, question);
                // the first warms up
                if (round > 0) {
                    figure.round(millis[TIMES - 2], millis[TIMES / 2]);
                    watch.tell("device-list, round " + round);
                }
            }
            return figure;
        });
    }

    private static double[] millis(FleetApi api, String question) {
        String path = "/devices?limit=200&total=true&q=" + URLEncoder.encode(question, StandardCharsets.UTF_8);
        double[] millis = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long begun = System.nanoTime();
            api.get(path);
            millis[i] = (System.nanoTime() - begun) / 1e6;
        }
        Arrays.sort(millis);
        return millis;
    }
}
