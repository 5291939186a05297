package io.gatehouse.proof.bench;

import io.gatehouse.proof.bench.Figure.Bar;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * P8: what the gateway's resident memory grows by with each connected and subscribed device, from 1,000 to 2,000 of them;
 * beside what ThingsBoard has published for its transport (65 KB a connection).
 */
@Tag("bench")
class MemoryBench {

    private static final int STEP = 1_000;
    private static final double THINGSBOARD_KB = 65;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);

    @TempDir
    Path folder;

    private int gateways;

    @Test
    void of_a_connected_device() throws Exception {
        measure("memory-mqtt", false, 24);
        measure("memory-mqtts", true, 64);
    }

    private void measure(String name, boolean tls, double barKb) throws Exception {
        Figure device = new Figure(name, "KB/device", "ThingsBoard (published)", new Bar.AtMost(barKb));
        Figure whole = new Figure(name + "-1000", "MB", "without devices", new Bar.AtMost(256));
        for (int round = 1; round <= ROUNDS; round++) {
            Machine.look(name + ", round " + round);
            GatewayProcess gateway = GatewayProcess.in(folder.resolve("gateway-" + gateways++));
            new BenchSite(2 * STEP, 100).keepIn(gateway.data());
            try (GatewayProcess running = gateway.start();
                    BadgeLoad load = BadgeLoad.idle(tls ? running.mqtts : running.mqtt, tls, BenchSite.SECRET)) {
                Machine.pause(1_000);
                long empty = Machine.residentKiB(running.pid());
                load.more(STEP);
                Machine.pause(1_500);
                long first = Machine.residentKiB(running.pid());
                load.more(STEP);
                Machine.pause(1_500);
                long second = Machine.residentKiB(running.pid());
                device.round((second - first) * 1.024 / STEP, THINGSBOARD_KB);
                whole.round(first * 1.024 / 1_000, empty * 1.024 / 1_000);
            }
        }
        System.out.println(device.line());
        System.out.println(whole.line());
    }
}
