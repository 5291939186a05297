package io.gatehouse.fleet.store;

import io.gatehouse.launch.StartRefusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How to run a program that refuses to be root, in a session of its own so that Ctrl-C reaches it through us alone. Root
 * enters a user namespace without a mapping: there it is nobody, and still owns its files.
 */
record Unprivileged(List<String> prefix) {

    static Unprivileged find() {
        List<String> prefix = new ArrayList<>();
        if (works("setsid", "true")) {
            prefix.add("setsid");
        }
        if (isRoot()) {
            if (!works("unshare", "--user", "true")) {
                throw new StartRefusal(
                        "gatehouse.fleet.database.url",
                        "PostgreSQL does not run as root and this system allows no user namespaces;"
                                + " start the fleet as another user, or give it a PostgreSQL of your own");
            }
            prefix.addAll(List.of("unshare", "--user"));
        }
        return new Unprivileged(prefix);
    }

    List<String> command(List<String> program) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(program);
        return command;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static boolean works(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
