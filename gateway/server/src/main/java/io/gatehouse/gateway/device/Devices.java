package io.gatehouse.gateway.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.record.Recorder;
import io.gatehouse.gateway.sitebook.SiteBookSnapshot;
import io.gatehouse.identity.Identity;
import io.gatehouse.identity.PeerCertificate;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.Ids;
import io.gatehouse.protocol.Refusal;
import io.gatehouse.protocol.device.EventType;
import io.gatehouse.protocol.sitebook.DeviceKind;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.DeviceFacts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The devices of the site book in force and what is known of each now. On the gateway's context. */
public final class Devices implements KnownDevices {

    /** Refusals of one device are told upwards at most this often, with their count. */
    private static final long TELL_EVERY_MILLIS = Duration.ofMinutes(1).toMillis();

    private static final int MOST_STRANGERS = 1_000;
    private static final int MOST_STRAYED_A_MINUTE = 20;

    private final Supplier<Optional<SiteBookSnapshot>> book;
    private final Recorder recorder;
    private final Clock clock;
    private final Map<DeviceId, DeviceLog> logs = new HashMap<>();
    private final Map<String, Knocks> knocks = new HashMap<>();
    private long strangers;

    public Devices(Supplier<Optional<SiteBookSnapshot>> book, Recorder recorder, Clock clock) {
        this.book = book;
        this.recorder = recorder;
        this.clock = clock;
    }

    @Override
    public Optional<SiteBook.Device> find(DeviceId id) {
        return book.get().flatMap(b -> b.device(id));
    }

    @Override
    public boolean admits(DeviceId id, byte @Nullable [] secret) {
        Optional<SiteBook.Device> device = find(id);
        return device.isPresent()
                && secret != null
                && MessageDigest.isEqual(device.get().secret().getBytes(StandardCharsets.UTF_8), secret);
    }

    /** Whether this type of event says that it burns, or burns no more, and the device has nothing to know it by. */
    public boolean isFireWord(DeviceId id, String eventType) {
        boolean fire = eventType.equals(EventType.FIRE_ALARM.wireName())
                || eventType.equals(EventType.FIRE_ALARM_CLEARED.wireName());
        return fire
                && find(id).filter(one -> one.kind() == DeviceKind.FIRE_PANEL).isEmpty();
    }

    @Override
    public boolean admits(PeerCertificate certificate) {
        Optional<SiteBookSnapshot> inForce = book.get();
        Identity shown = certificate.identity();
        return shown.kind() == Identity.Kind.DEVICE
                && inForce.isPresent()
                && inForce.get().site().equals(shown.site())
                && inForce.get().believes(certificate.authority())
                && inForce.get()
                        .device(new DeviceId(shown.name()))
                        .map(SiteBook.Device::certificatesFrom)
                        .filter(from -> shown.generation() >= from)
                        .isPresent();
    }

    private DeviceLog log(DeviceId id) {
        return logs.computeIfAbsent(id, d -> new DeviceLog());
    }

    public void heard(DeviceId id) {
        log(id).lastHeard = clock.millis();
    }

    /** The device speaks CoAP now, plain or encrypted. */
    public void overCoap(DeviceId id, boolean dtls) {
        log(id).overCoap = true;
        log(id).dtls = dtls;
    }

    public void connected(DeviceId id, String how) {
        log(id).mqttSessions++;
        log(id).overCoap = false;
        heard(id);
        recorder.tell(GatewayEvents.DEVICE_CONNECTED, id, Recorder.body().put("session", how));
    }

    public void disconnected(DeviceId id, String reason) {
        DeviceLog log = log(id);
        log.mqttSessions = Math.max(0, log.mqttSessions - 1);
        recorder.tell(GatewayEvents.DEVICE_DISCONNECTED, id, Recorder.body().put("reason", reason));
    }

    public void observed(DeviceId id, boolean begins) {
        DeviceLog log = log(id);
        log.observers = Math.max(0, log.observers + (begins ? 1 : -1));
    }

    /** A message of the device was not taken. */
    public void refused(DeviceId id, String channel, Refusal refusal) {
        DeviceLog log = log(id);
        log.refused++;
        log.refusedSinceTold++;
        log.lastRefusal = refusal.code();
        long now = clock.millis();
        log.tolerance.refused(now);
        if (now - log.toldAt >= TELL_EVERY_MILLIS || log.toldAt == Long.MIN_VALUE) {
            ObjectNode body = Recorder.body()
                    .put("code", refusal.code().name())
                    .put("message", refusal.message())
                    .put("channel", channel)
                    .put("count", log.refusedSinceTold);
            log.toldAt = now;
            log.refusedSinceTold = 0;
            recorder.tell(GatewayEvents.MESSAGE_REFUSED, id, body);
        }
    }

    /** For how many milliseconds nothing should be read from the device, because too much of it was refused; mostly 0. */
    public long pauseMillis(DeviceId id) {
        return log(id).tolerance.pauseMillis(clock.millis());
    }

    /**
     * A device tried what belongs to another one. Told each time, until it is too often: then with its count, so that
     * nobody fills the evidence with it.
     */
    public void strayed(DeviceId id, String topic) {
        DeviceLog log = log(id);
        long now = clock.millis();
        if (log.strayedSince == Long.MIN_VALUE || now - log.strayedSince >= TELL_EVERY_MILLIS) {
            log.strayedSince = now;
            log.strayedTold = 0;
        }
        log.strayedUntold++;
        if (log.strayedTold < MOST_STRAYED_A_MINUTE) {
            recorder.tell(
                    GatewayEvents.FOREIGN_TOPIC_TRIED,
                    id,
                    Recorder.body()
                            .put("topic", topic)
                            .put("identity", id.value())
                            .put("count", log.strayedUntold));
            log.strayedTold++;
            log.strayedUntold = 0;
        }
    }

    /** By what somebody wanted to show who they are. */
    public enum Shown {
        /** A secret: a password, or a key over CoAP and DTLS. */
        KEY,
        CERTIFICATE
    }

    /** Somebody knocked who showed nothing of that kind. */
    public void stranger(String name) {
        stranger(name, Shown.KEY);
    }

    /** Somebody without a place here knocked; told upwards once a minute per name, with how often it was meanwhile. */
    public void stranger(String name, Shown by) {
        strangers++;
        long now = clock.millis();
        Knocks knocks = this.knocks.computeIfAbsent(name, one -> new Knocks());
        knocks.untold++;
        if (knocks.toldAt != Long.MIN_VALUE && now - knocks.toldAt < TELL_EVERY_MILLIS) {
            return;
        }
        // a device of the site that proves nothing is told as its own: that is why it is not there
        DeviceId known = Ids.isValid(name) ? new DeviceId(name) : null;
        boolean here = known != null && find(known).isPresent();
        recorder.tell(
                GatewayEvents.SIGN_IN_REFUSED,
                here ? known : null,
                Recorder.body()
                        .put("identity", name)
                        .put("code", here ? "WRONG_PROOF" : "UNKNOWN_DEVICE")
                        .put("by", by.name())
                        .put("count", knocks.untold));
        knocks.toldAt = now;
        knocks.untold = 0;
        if (this.knocks.size() > MOST_STRANGERS) {
            this.knocks.clear();
        }
    }

    /** The same for what fails before anybody is asked for: told only of a device of this site. */
    public void wrongProof(DeviceId device, Shown by) {
        if (find(device).isPresent()) {
            stranger(device.value(), by);
        }
    }

    /** How often a name came in vain. */
    private static final class Knocks {
        private long toldAt = Long.MIN_VALUE;
        private long untold;
    }

    public long nowMillis() {
        return clock.millis();
    }

    public long strangers() {
        return strangers;
    }

    /** The facts of all devices of the site book, for the heartbeat. */
    public List<DeviceFacts> facts() {
        long now = clock.millis();
        return book.get().map(SiteBookSnapshot::devices).orElse(List.of()).stream()
                .map(device -> facts(device, now))
                .toList();
    }

    private DeviceFacts facts(SiteBook.Device device, long now) {
        DeviceLog log = log(device.id());
        return new DeviceFacts(
                device.id(),
                log.session(now, device.heartbeatSeconds() * 1_000L),
                log.lastHeard,
                log.refused,
                log.lastRefusal == null ? null : log.lastRefusal.name());
    }
}
