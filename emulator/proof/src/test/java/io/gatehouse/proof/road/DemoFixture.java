package io.gatehouse.proof.road;

import io.gatehouse.demo.Demo;
import io.gatehouse.demo.DemoOptions;
import io.gatehouse.launch.Surroundings;
import java.nio.file.Path;

/** Starts demos for tests, on free ports. */
public final class DemoFixture {

    private DemoFixture() {}

    /** Without the emulated day. */
    public static Demo startQuiet(Path data) {
        return Demo.start(DemoOptions.quiet(data), Surroundings.ofSystem(), line -> {});
    }

    public static Demo startLively(Path data) {
        return Demo.start(DemoOptions.lively(data), Surroundings.ofSystem(), line -> {});
    }
}
