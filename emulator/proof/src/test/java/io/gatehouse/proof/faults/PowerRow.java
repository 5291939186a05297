package io.gatehouse.proof.faults;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * F5: the power fails. A small file system of our own keeps what was not synced in memory, and at the cut lets none, some
 * (torn) or all of it reach the disk. A journal that never syncs is cut the same way: it must lose something, or the row
 * proves nothing.
 */
final class PowerRow {

    private static final List<String> MODES = List.of("some", "none", "some", "all");

    private PowerRow() {}

    static Finding cuts(FaultStand stand, boolean whole) throws Exception {
        int cuts = whole ? 100 : 4;
        Path scratch = stand.folder("f5");
        Path program = compiled(scratch);
        JournalCrash careful = run(program, Files.createDirectory(scratch.resolve("careful")), cuts, true);
        Finding.Notes notes = new Finding.Notes()
                .say("%d power cuts", cuts)
                .say("%d acknowledged, %d lost, %d changed", careful.acknowledged(), careful.lost(), careful.wrong());
        CrashRows.judge(careful, "journal without power", notes);
        if (whole) {
            JournalCrash careless = run(program, Files.createDirectory(scratch.resolve("careless")), 10, false);
            notes.say("without syncs %d lost", careless.lost())
                    .must(careless.lost() > 0, "the file system forgets what is not synced");
        }
        return notes.say("opened in at most %.1f s", careful.longestOpenSeconds())
                .done();
    }

    private static Path compiled(Path scratch) throws IOException, InterruptedException {
        Machine.mustBeRoot();
        String gcc = Machine.tool("gcc", "gcc libc6-dev").toString();
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/fuse")), "there is no /dev/fuse");
        Assumptions.assumeTrue(
                Files.exists(Path.of("/usr/include/fuse3/fuse.h")), "libfuse is not installed (package libfuse3-dev)");
        Path source = scratch.resolve("powerfs.c");
        try (InputStream text = PowerRow.class.getResourceAsStream("/faults/powerfs.c")) {
            if (text == null) {
                throw new IOException("powerfs.c is missing");
            }
            Files.copy(text, source);
        }
        Path program = scratch.resolve("powerfs");
        Machine.must(
                gcc,
                "-O1",
                "-D_FILE_OFFSET_BITS=64",
                "-I/usr/include/fuse3",
                source.toString(),
                "-o",
                program.toString(),
                "-lfuse3");
        return program;
    }

    private static JournalCrash run(Path program, Path scratch, int cuts, boolean syncs) throws Exception {
        Path disk = Files.createDirectory(scratch.resolve("disk"));
        Path mount = Files.createDirectory(scratch.resolve("mount"));
        JournalCrash crash = new JournalCrash(disk);
        crash.syncs(syncs);
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < cuts; i++) {
            String mode = syncs ? MODES.get(i % MODES.size()) : "none";
            long after = 10 + random.nextInt(300);
            Process power = new ProcessBuilder(
                            program.toString(), disk.toString(), mount.toString(), mode, Integer.toString(i))
                    .redirectErrorStream(true)
                    .redirectOutput(scratch.resolve("powerfs.log").toFile())
                    .start();
            try {
                Awaitility.await("the file system is mounted")
                        .pollInterval(20, TimeUnit.MILLISECONDS)
                        .until(() -> Files.readString(Path.of("/proc/mounts")).contains(" " + mount + " "));
                crash.run(List.of(), mount, i, child -> {
                    boolean ended = child.waitFor(after, TimeUnit.MILLISECONDS);
                    Machine.must("kill", "-USR1", Long.toString(power.pid()));
                    if (!ended) {
                        JournalCrash.kill(child);
                    }
                });
            } finally {
                Machine.must("umount", "-l", mount.toString());
                if (!power.waitFor(20, TimeUnit.SECONDS)) {
                    power.destroyForcibly().waitFor();
                }
            }
            crash.look();
        }
        return crash;
    }
}
