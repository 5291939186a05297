package io.gatehouse.launch;

import java.util.List;

/** A server that has started, as its {@code main} sees it. */
public interface RunningServer {

    /** What the operator needs to see after the start: addresses, a one-time password. One line each. */
    List<String> greeting();

    /**
     * Stops in order and returns when everything is closed. Called once, from a thread that may block.
     *
     * @throws Exception when something did not close; the process ends all the same
     */
    void stop() throws Exception;
}
