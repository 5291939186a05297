package io.gatehouse.proof.road;

import io.gatehouse.launch.Surroundings;
import io.gatehouse.proof.Demo;
import io.gatehouse.proof.DemoOptions;
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
