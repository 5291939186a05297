package io.gatehouse.gateway;

import io.gatehouse.gateway.audit.ChainKey;
import io.gatehouse.gateway.audit.ChainSettings;
import io.gatehouse.gateway.audit.ChainedJournal;
import io.gatehouse.gateway.configuration.ConfigurationDesk;
import io.gatehouse.gateway.configuration.StorageSlots;
import io.gatehouse.gateway.desk.DoorsFile;
import io.gatehouse.gateway.desk.SpentFile;
import io.gatehouse.gateway.desk.StateFile;
import io.gatehouse.gateway.device.OrderBook;
import io.gatehouse.gateway.identity.FleetIdentity;
import io.gatehouse.gateway.journal.FileStorage;
import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.gateway.journal.JournalSettings;
import io.gatehouse.gateway.journal.SegmentJournal;
import io.gatehouse.gateway.journal.Storage;
import io.gatehouse.gateway.patrol.GuardDesk;
import io.gatehouse.gateway.patrol.PatrolFile;
import io.gatehouse.gateway.seen.MarksFile;
import io.gatehouse.gateway.seen.SeenEvents;
import io.gatehouse.gateway.sitebook.SiteBookSnapshot;
import io.gatehouse.gateway.sitebook.SiteBookStore;
import io.gatehouse.identity.HeldKey;
import io.gatehouse.identity.Pem;
import io.gatehouse.launch.DataFolder;
import io.gatehouse.launch.SelfMadeCertificate;
import io.gatehouse.launch.StartRefusal;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.artifact.TwoSlots;
import io.gatehouse.traces.Traces;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands on the disk and must be opened before anything listens. Opening blocks. */
record Ground(
        DataFolder folder,
        ChainedJournal journal,
        MarksFile marksFile,
        SeenEvents seen,
        SiteBookStore books,
        Optional<SiteBookSnapshot> book,
        OrderBook orders,
        StateFile state,
        SpentFile spent,
        PatrolFile patrol,
        GuardDesk.Ground guards,
        DoorsFile doors,
        FleetIdentity identity,
        FromFleet fromFleet,
        Traces traces,
        Future<HeldKey> certificate) {

    private static final int LAYOUT = 1;
    private static final String DATA = "gatehouse.gateway.data";

    /** What kind of disk a folder is on. */
    interface Disks {

        Storage open(Path folder) throws IOException;
    }

    /**
     * What the fleet may set of the gateway itself.
     *
     * @param key with which the fleet signs
     * @param own what is in force of it
     */
    record FromFleet(PublicKey key, TwoSlots configuration, Map<String, String> own) {

        static FromFleet open(GatewaySettings settings, Storage storage) throws IOException {
            PublicKey key = fleetKey(settings);
            TwoSlots slots = TwoSlots.open(new StorageSlots(storage));
            return new FromFleet(key, slots, ConfigurationDesk.kept(slots, new GatewayId(settings.id()), key));
        }
    }

    static Ground open(GatewaySettings settings, Surroundings surroundings, Context context, Disks disks) {
        DataFolder folder = DataFolder.open(settings.data(), DATA, LAYOUT);
        // making one takes as long as all the rest: beside it
        Future<HeldKey> certificate = context.executeBlocking(
                () -> certificate(settings, surroundings, folder.path().resolve("tls")), false);
        try {
            Traces traces = traces(settings, surroundings);
            FleetIdentity identity = identity(settings, folder.path().resolve("identity"), surroundings);
            ChainedJournal journal = journal(settings, surroundings, folder.path(), disks);
            MarksFile marks = new MarksFile(folder.path().resolve("seen.marks"));
            FromFleet fromFleet =
                    FromFleet.open(settings, disks.open(folder.path().resolve("configuration")));
            SiteBookStore books = new SiteBookStore(
                    new GatewayId(settings.id()), fromFleet.key(), folder.path().resolve("site-books"));
            return new Ground(
                    folder,
                    journal,
                    marks,
                    SeenEvents.rebuild(marks.load(journal), journal),
                    books,
                    books.load(),
                    orders(folder.path().resolve("orders.cbor"), context, surroundings),
                    StateFile.open(folder.path().resolve("site.state")),
                    SpentFile.open(folder.path().resolve("passes.spent")),
                    PatrolFile.open(folder.path().resolve("patrol.state"), journal),
                    GuardDesk.Ground.open(folder.path()),
                    DoorsFile.open(folder.path().resolve("doors.state")),
                    identity,
                    fromFleet,
                    traces,
                    certificate);
        } catch (IOException e) {
            folder.close();
            throw new StartRefusal(DATA, "the data folder " + folder.path() + " cannot be used: " + e.getMessage());
        } catch (StartRefusal e) {
            folder.close();
            throw e;
        }
    }

    private static Traces traces(GatewaySettings settings, Surroundings surroundings) {
        Traces.Speaker speaker = new Traces.Speaker("gatehouse.gateway.traces", "gatehouse-gateway", settings.id());
        return Traces.of(settings.traces(), speaker, surroundings);
    }

    private static ChainedJournal journal(GatewaySettings settings, Surroundings surroundings, Path folder, Disks disks)
            throws IOException {
        Journal plain = SegmentJournal.open(
                disks.open(folder.resolve("journal")),
                journalSettings(settings),
                () -> new LogId(surroundings.ids().next()));
        return chained(plain, folder.resolve("audit"), settings.audit(), surroundings);
    }

    private static ChainedJournal chained(
            Journal journal, Path folder, GatewaySettings.Audit settings, Surroundings surroundings)
            throws IOException {
        try {
            ChainSettings when = new ChainSettings(settings.events(), settings.period());
            ChainKey key = ChainKey.ensure(folder.resolve("signing.key"), surroundings.random());
            return ChainedJournal.over(journal, new FileStorage(folder), key, when);
        } catch (IllegalArgumentException e) {
            journal.close();
            throw new StartRefusal("gatehouse.gateway.audit.events", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            journal.close();
            throw e;
        }
    }

    private static JournalSettings journalSettings(GatewaySettings settings) {
        return new JournalSettings(
                settings.journal().segmentBytes(),
                Map.of(
                        Lane.EVIDENCE, settings.journal().evidenceBytes(),
                        Lane.TELEMETRY, settings.journal().telemetryBytes()),
                JournalSettings.usual().maxQueuedBytes(),
                JournalSettings.usual().reserveBytes());
    }

    private static OrderBook orders(Path file, Context context, Surroundings surroundings) {
        return OrderBook.open(context, file, surroundings.clock().millis());
    }

    private static FleetIdentity identity(GatewaySettings settings, Path folder, Surroundings surroundings) {
        GatewaySettings.FleetAt fleet = settings.fleet();
        return FleetIdentity.open(
                folder,
                new FleetIdentity.Proofs(new GatewayId(settings.id()), fleet.secret(), fleet.claim()),
                surroundings);
    }

    private static PublicKey fleetKey(GatewaySettings settings) {
        try {
            byte[] bytes = Base64.getDecoder().decode(settings.fleet().key().strip());
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(bytes));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new StartRefusal("gatehouse.gateway.fleet.key", "this is no Ed25519 public key in Base64");
        }
    }

    private static HeldKey certificate(GatewaySettings settings, Surroundings surroundings, Path folder) {
        Optional<Path> chain = settings.tls().certificate();
        Optional<Path> key = settings.tls().key();
        if (chain.isPresent() && key.isPresent()) {
            return held(chain.get(), key.get());
        }
        SelfMadeCertificate made = SelfMadeCertificate.ensure(
                folder, List.of("localhost", settings.host()), surroundings.clock(), surroundings.random());
        return held(made.certificate(), made.key());
    }

    /** Not by a key store: that would lock the key away under a password and open it again, which takes half a second. */
    private static HeldKey held(Path chain, Path key) {
        try {
            return new HeldKey(Pem.key(key), Pem.certificates(chain));
        } catch (IOException e) {
            throw new StartRefusal("gatehouse.gateway.tls.certificate", "it cannot be used: " + e.getMessage());
        }
    }

    /** Where the firmware of devices is kept. */
    Path artifacts() {
        return folder.path().resolve("artifacts");
    }

    /** Blocks until the journal has written what waits. */
    void close() {
        state.close();
        doors.close();
        journal.close();
        book.ifPresent(SiteBookSnapshot::close);
        folder.close();
        traces.close();
    }
}
