package io.gatehouse.fleet.presence;

import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.search.Catalogues;
import io.gatehouse.fleet.search.Compiler;
import io.gatehouse.fleet.search.Condition;
import io.gatehouse.fleet.store.Reach;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long a list of 50,000 devices takes to answer: a page and how many there are. */
@Tag("bench")
class DeviceListBench {

    private static final int DEVICES = 50_000;
    private static final int SITES = 100;
    private static final int ROUNDS = 20;
    private static final double BAR_MILLIS = 200;

    private static final List<String> ASKED = List.of(
            "",
            "state:offline",
            "type:door battery:<20",
            "fw:<2.4 seen:>1h -type:camera",
            "state:online",
            "device 49999",
            "site:\"Site 1*\" (state:online or battery:<5)");

    @Test
    void a_page_of_fifty_thousand_devices() {
        FleetCore core = TestCore.core();
        fill(core);
        Clock clock = Clock.systemUTC();
        DeviceQuestions questions = new DeviceQuestions(core.deviceBoard());
        for (String question : ASKED) {
            Condition.Made made = Compiler.compile(Catalogues.DEVICES, question, Compiler.Ground.at(clock.instant()));
            DeviceQuestions.Asked asked =
                    new DeviceQuestions.Asked(((Condition.Made.Done) made).condition(), null, Reach.all());
            double[] millis = new double[ROUNDS];
            long found = 0;
            for (int round = -3; round < ROUNDS; round++) {
                long begun = System.nanoTime();
                found = questions.find(asked, null, 201, true).total();
                if (round >= 0) {
                    millis[round] = (System.nanoTime() - begun) / 1e6;
                }
            }
            java.util.Arrays.sort(millis);
            double worst = millis[ROUNDS - 2];
            System.out.printf(
                    "device-list '%s': ours %.0f ms p95 (median %.0f, %d of %d found), bar %.0f: %s%n",
                    question,
                    worst,
                    millis[ROUNDS / 2],
                    found,
                    DEVICES,
                    BAR_MILLIS,
                    worst <= BAR_MILLIS ? "holds" : "falls short");
        }
    }

    private static void fill(FleetCore core) {
        core.jdbi().useHandle(handle -> {
            handle.execute(
                    "insert into site (id, name, time_zone) select 'many-' || n, 'Site ' || n, 'UTC' from generate_series(1, "
                            + SITES + ") n on conflict do nothing");
            handle.execute(
                    "insert into gateway (id, site, name, secret_hash, last_heard) select 'many-gw-' || n, 'many-' || n, 'Gateway', '', now() + interval '1 hour' from generate_series(1, "
                            + SITES + ") n on conflict do nothing");
            handle.execute("""
                    insert into device (site, id, kind, name, place, secret_sealed, heartbeat_seconds, gateway, last_heard, battery, firmware)
                    select 'many-' || (1 + n %% %d), 'device-' || n, (array['TURNSTILE','READER','DOOR_SENSOR','CAMERA'])[1 + n %% 4],
                        'Device ' || n, 'East gate ' || n %% 50, '', 30, 'many-gw-' || (1 + n %% %d),
                        now() + case when n %% 100 = 0 then interval '-2 hours' else interval '10 minutes' end, n %% 101, '2.' || n %% 12 || '.' || n %% 7
                    from generate_series(1, %d) n on conflict do nothing
                    """.formatted(SITES, SITES, DEVICES));
            handle.execute("analyze device");
            handle.execute("analyze gateway");
        });
    }
}
