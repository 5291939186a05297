package io.gatehouse.traces;

import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.LogId;
import java.util.concurrent.Callable;

/** What a server that tells nothing does; runs where the library is not to be had. Says whether anything was told. */
public final class WithoutLibrary implements Callable<Boolean> {

    @Override
    public Boolean call() {
        LogId log = new LogId("00112233445566778899aabbccddeeff");
        Traces.Speaker speaker = new Traces.Speaker("gatehouse.test.traces", "test", "one");
        try (Traces traces = Traces.of(SetTraces.off(), speaker, Surroundings.ofSystem())) {
            return traces.isOn() || traces.of(log, 1).isPresent() || traces.now() != 0;
        }
    }
}
