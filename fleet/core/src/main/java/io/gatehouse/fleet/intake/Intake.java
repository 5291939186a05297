package io.gatehouse.fleet.intake;

import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.uplink.GatewayHello;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import io.gatehouse.protocol.uplink.UplinkPulse;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Takes batches exactly once. One transaction locks the log's row, drops what the fleet holds already (by the journal's
 * number, then by the device's own), writes the rest and enlarges the set of held numbers; only a committed set is told
 * to the gateway. Works the same from several threads and several nodes, in any order of arrival. Only the boot that has
 * the word may add to a log (decision 0004). Blocking; any thread.
 */
public final class Intake {

    private static final int UNKNOWN_RETRY_MILLIS = 30_000;

    /** Two windows of a gateway; whoever knows what can be taken lowers it. */
    private static final int CREDIT = 2_000;

    private final Jdbi jdbi;
    private final Clock clock;
    private final List<IntakeListener> listeners = new CopyOnWriteArrayList<>();

    public Intake(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    public void listen(IntakeListener listener) {
        listeners.add(listener);
    }

    /** As {@link #accept(UplinkBatch, String)} from a gateway that does not name its boot. */
    public UplinkAck accept(UplinkBatch batch) {
        return accept(batch, null);
    }

    /**
     * Writes what is new, commits, and says what is held then. Throws when the database cannot.
     *
     * @param boot who sends it, or nothing from a gateway that does not say
     */
    public UplinkAck accept(UplinkBatch batch, @Nullable String boot) {
        try {
            return take(batch, boot, null);
        } catch (Exception e) {
            if (!isAboutTheData(e)) {
                throw unchecked(e);
            }
            return batch.records().size() == 1
                    ? setAside(batch, boot, String.valueOf(root(e).getMessage()))
                    : acceptHalves(batch, boot);
        }
    }

    private UplinkAck take(UplinkBatch batch, @Nullable String boot, @Nullable String aside) throws SQLException {
        Taking.Taken taken = jdbi.inTransaction(handle -> new Taking(handle, batch, now()).take(CREDIT, boot, aside));
        tell(batch, taken);
        return taken.ack();
    }

    /** Some record is such that the database cannot hold it: it must not keep the others out. */
    private UplinkAck acceptHalves(UplinkBatch batch, @Nullable String boot) {
        int middle = batch.records().size() / 2;
        accept(part(batch, 0, middle), boot);
        return accept(part(batch, middle, batch.records().size()), boot);
    }

    private UplinkAck setAside(UplinkBatch batch, @Nullable String boot, String why) {
        try {
            return take(batch, boot, why);
        } catch (SQLException e) {
            throw unchecked(e);
        }
    }

    private static UplinkBatch part(UplinkBatch batch, int from, int to) {
        return new UplinkBatch(
                batch.gateway(),
                batch.lane(),
                batch.log(),
                batch.first() + from,
                batch.oldest(),
                batch.newest(),
                batch.live(),
                batch.records().subList(from, to));
    }

    /** SQLSTATE class 22, "data exception": no other try will end otherwise. */
    private static boolean isAboutTheData(Exception failure) {
        return root(failure) instanceof SQLException sql
                && String.valueOf(sql.getSQLState()).startsWith("22");
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static RuntimeException unchecked(Exception failure) {
        return failure instanceof RuntimeException plain
                ? plain
                : new IllegalStateException("the database refused a batch", failure);
    }

    private void tell(UplinkBatch batch, Taking.Taken taken) {
        for (IntakeListener listener : listeners) {
            if (taken.events()) {
                listener.onEvents(batch.gateway(), taken.stored(), batch.first(), batch.last());
            }
            if (!taken.commands().isEmpty()) {
                listener.onCommands(taken.commands());
            }
            if (taken.problems()) {
                listener.onProblems();
            }
        }
    }

    /** Gives the word to the hello's boot and says what is held of each log; refuses a boot that has lost the word. */
    public List<UplinkAck> greet(GatewayHello hello) {
        return jdbi.inTransaction(handle -> {
            Optional<SiteId> site = siteOf(handle, hello.gateway().value());
            if (site.isEmpty()) {
                return hello.logs().stream()
                        .map(log -> UplinkAck.refused(log.log(), UplinkAck.UNKNOWN_GATEWAY, UNKNOWN_RETRY_MILLIS, null))
                        .toList();
            }
            Greeting greeting = new Greeting(handle, hello, site.get(), now());
            List<UplinkAck> answer = greeting.answer(CREDIT);
            if (greeting.alarmed()) {
                handle.afterCommit(() -> listeners.forEach(IntakeListener::onProblems));
            }
            return answer;
        });
    }

    /** What a heartbeat of the boot is answered with; one that has lost the word and still beats is told to everybody. */
    public UplinkPulse pulse(GatewayId gateway, String boot) {
        return jdbi.inTransaction(handle -> {
            Leases leases = new Leases(handle, now());
            if (leases.retired(gateway, boot).isEmpty()) {
                return new UplinkPulse(boot, null, 0);
            }
            Optional<SiteId> site = siteOf(handle, gateway.value());
            if (site.isPresent() && leases.isCopy(gateway, boot)) {
                String inForce = leases.inForce(gateway).map(Leases.Lease::boot).orElse("");
                new Alarms(handle, now())
                        .raise(site.get(), gateway, Alarms.GATEWAY_CLONED, Map.of("refused", boot, "inForce", inForce));
                handle.afterCommit(() -> listeners.forEach(IntakeListener::onProblems));
            }
            return new UplinkPulse(boot, UplinkAck.FENCED, Greeting.FENCED_RETRY_MILLIS);
        });
    }

    private static Optional<SiteId> siteOf(Handle handle, String gateway) {
        return handle.createQuery("select site from gateway where id = ?")
                .bind(0, gateway)
                .mapTo(String.class)
                .findOne()
                .map(SiteId::new);
    }

    /** Milliseconds, as everywhere on the wire: a page of events ends at a moment that can be told. */
    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant().truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC);
    }
}
