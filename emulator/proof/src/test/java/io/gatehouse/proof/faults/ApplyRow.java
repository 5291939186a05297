package io.gatehouse.proof.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.emulator.device.EmulatedDevice;
import io.gatehouse.emulator.device.FirmwareManner;
import io.gatehouse.gateway.configuration.StorageSlots;
import io.gatehouse.gateway.journal.FileStorage;
import io.gatehouse.protocol.artifact.Acceptance;
import io.gatehouse.protocol.artifact.OwnConfiguration;
import io.gatehouse.protocol.artifact.SignedConfiguration;
import io.gatehouse.protocol.artifact.TwoSlots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * F14 of a whole gateway: it dies while it takes a configuration and an artifact, at any moment and at chosen system calls on
 * just those files. What is there afterwards is the old one or the new one; its device runs what was signed.
 */
final class ApplyRow {

    private static final int ARTIFACT_BYTES = 120_000;
    /** What the row asks for; {@code -Dfault.kills=48} is as much as fits into ten minutes. */
    private static final int WHOLE_KILLS = 300;

    private static final int BACK_WITHIN_SECONDS = 30;
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Set<String> ENDED = Set.of("DONE", "FAILED", "EXPIRED");
    private static final List<String> CALLS =
            List.of("rename", "pwrite64", "fsync,fdatasync", "openat", "unlink", "ftruncate");
    private static final List<String> SLOTS = List.of("slot-a", "slot-b", "now", "slot-a.new", "slot-b.new", "now.new");

    private final FaultSite site;
    private final PublicKey key;
    private final SplittableRandom random = new SplittableRandom(14);
    private final Set<Long> ran = new TreeSet<>();
    private int mixed;
    private int torn;
    private int atCalls;
    // the newest one that was asked for: a gateway may die before it can be
    private int asked;

    private ApplyRow(FaultSite site) throws GeneralSecurityException {
        this.site = site;
        this.key = KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(
                        Base64.getDecoder().decode(site.fleet().publicKey())));
    }

    static Finding killed(FaultStand stand, boolean whole) throws Exception {
        Map<String, String> slow = Map.of("gatehouse.gateway.fleet.artifact-rate", "80000");
        try (FaultSite site = FaultSite.at(stand, "f14", 1, slow)) {
            int each = whole ? Integer.getInteger("fault.kills", WHOLE_KILLS) / 2 : 2;
            return new ApplyRow(site).run(each, each);
        }
    }

    private Finding run(int atRandom, int atCall) throws Exception {
        site.start();
        EmulatedDevice device = site.connect(1, "mqtt5").devices().iterator().next();
        device.believes(key, "reader", FirmwareManner.WELL).tellState();
        configure(1);
        Awaitility.await("a first configuration holds")
                .atMost(SOON)
                .until(() -> configuration().path("state").asText().equals("DONE"));
        site.gateway().kill();
        int kills = 0;
        for (int i = 0; i < Math.max(atRandom, atCall); i++) {
            if (i < atRandom) {
                killedSoon(++kills + 1);
            }
            if (i < atCall) {
                killedAtCall(CALLS.get(i % CALLS.size()), ++kills + 1);
            }
        }
        site.gateway().wrappedIn(List.of());
        site.start();
        String last = "3." + asked + ".0";
        boolean came = comes(last);
        double back = isBackAfter();
        return new Finding.Notes()
                .say("%d kills of the gateway while it applied (%d at a system call)", kills, atCalls)
                .say("%d configurations seen in force, %d mixed or missing", ran.size(), mixed)
                .must(mixed == 0, "the old configuration or the new one")
                .say("%d artifacts half there under their name", torn)
                .must(torn == 0, "an artifact has its name only when it is whole")
                .say("its device runs %s of 3.2.0 to %s", firmware(), last)
                .must(came, "the newest firmware comes after all of it")
                .say("a configuration that cuts the line is taken back after %.1f s", back)
                .must(back <= BACK_WITHIN_SECONDS, "the old configuration is in force again within 30 s")
                .done();
    }

    /** Seconds from the moment at which the line is cut to the one at which it is there again. */
    private double isBackAfter() {
        Awaitility.await("nothing is on trial any more")
                .atMost(SOON)
                .until(() -> ENDED.contains(configuration().path("state").asText()));
        ObjectNode body = EmulatedDevice.object()
                .put("version", configuration().path("version").asLong());
        body.putObject("settings").put("fleet.mqtt", "tcp://127.0.0.1:1").put("fleet.longest-pause", "PT1S");
        site.fleet().rest().put("/gateways/gw-f14/configuration", body);
        long from = System.nanoTime();
        Awaitility.await("the configuration has failed")
                .atMost(SOON)
                .until(() -> configuration().path("message").asText().contains("the line did not come back"));
        return (System.nanoTime() - from) / 1e9;
    }

    private boolean comes(String version) {
        try {
            Awaitility.await("the newest firmware")
                    .atMost(SOON.multipliedBy(2))
                    .until(() -> firmware().equals(version));
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private void killedSoon(int number) throws Exception {
        site.gateway().wrappedIn(List.of());
        site.start();
        ask(number);
        // whatever it is doing then
        Awaitility.await()
                .pollDelay(Duration.ofMillis(20 + random.nextInt(2_500)))
                .until(() -> true);
        site.gateway().kill();
        look();
    }

    private void killedAtCall(String calls, int number) throws Exception {
        List<String> options = new ArrayList<>(List.of(
                "-e", "trace=" + calls, "-e", "inject=" + calls + ":signal=SIGKILL:when=" + (1 + random.nextInt(3))));
        Path slots = site.gateway().data().resolve("configuration");
        for (String name : SLOTS) {
            options.addAll(List.of("-P", slots.resolve(name).toString()));
        }
        site.gateway().wrappedIn(Machine.strace(options.toArray(String[]::new)));
        Process process = site.gateway().launch();
        Awaitility.await("the gateway is there, or dead")
                .atMost(SOON)
                .until(() -> !process.isAlive() || site.isConnected());
        if (process.isAlive()) {
            ask(number);
        }
        if (process.waitFor(8, TimeUnit.SECONDS)) {
            atCalls++;
        }
        site.gateway().kill();
        look();
    }

    /** A configuration and firmware at once. */
    private void ask(int number) {
        Awaitility.await().atMost(SOON).until(site::isConnected);
        asked = number;
        configure(number);
        String sha256 = site.fleet()
                .rest()
                .post("/artifacts", artifact(number))
                .path("sha256")
                .asText();
        ObjectNode wish = EmulatedDevice.object()
                .put("name", "f14 " + number)
                .put("why", "f14")
                .put("artifact", sha256);
        wish.putObject("target").putArray("devices").add(site.id() + "/" + FaultSite.reader(0));
        ObjectNode course = wish.putObject("course");
        course.putObject("care")
                .put("approval", "NONE")
                .put("onBreach", "PAUSE")
                .put("soleLanes", true);
        course.putObject("times")
                .put("installSeconds", 600)
                .put("soakSeconds", 1)
                .put("silenceSeconds", 600);
        site.fleet().rest().post("/rollouts", wish);
    }

    private static ObjectNode artifact(int number) {
        byte[] content = new byte[ARTIFACT_BYTES];
        SplittableRandom bytes = new SplittableRandom(number);
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) bytes.nextInt(256);
        }
        return EmulatedDevice.object()
                .put("product", "reader")
                .put("version", "3." + number + ".0")
                .put("minimumVersion", "2.0.0")
                .put("content", Base64.getEncoder().encodeToString(content));
    }

    private void configure(int number) {
        ObjectNode body = EmulatedDevice.object()
                .put("version", configuration().path("version").asLong());
        body.putObject("settings").put("fleet.longest-pause", "PT" + (1 + number % 5) + "S");
        site.fleet().rest().put("/gateways/gw-f14/configuration", body);
    }

    private JsonNode configuration() {
        return site.fleet().rest().get("/gateways/gw-f14/configuration");
    }

    private String firmware() {
        return site.fleet()
                .rest()
                .get("/sites/f14/devices/" + FaultSite.reader(0))
                .at("/state/firmware")
                .asText();
    }

    /** What a start would find. */
    private void look() throws IOException {
        Path copy = Folders.copy(
                site.gateway().data().resolve("configuration"), Files.createTempDirectory(site.folder(), "look"));
        TwoSlots slots = TwoSlots.open(new StorageSlots(new FileStorage(copy)));
        Optional<OwnConfiguration> own = slots.running()
                .flatMap(bytes -> SignedConfiguration.read(bytes)
                        .then(signed -> signed.open(key))
                        .fold(Optional::of, wrong -> Optional.empty()));
        own.ifPresent(one -> ran.add(one.version()));
        mixed += own.isPresent() ? 0 : 1;
        Path artifacts = site.gateway().data().resolve("artifacts");
        if (Files.exists(artifacts)) {
            for (Path file : Folders.files(artifacts)) {
                String name = file.getFileName().toString();
                boolean part = name.endsWith(".part");
                torn += part || Acceptance.sha256(Files.readAllBytes(file)).equals(name) ? 0 : 1;
            }
        }
    }
}
