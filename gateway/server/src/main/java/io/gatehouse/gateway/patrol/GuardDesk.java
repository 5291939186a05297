package io.gatehouse.gateway.patrol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.record.Recorder;
import io.gatehouse.gateway.record.Stamps;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.launch.WholeFile;
import io.gatehouse.patrol.live.PatrolOrder;
import io.gatehouse.patrol.phone.PhoneItem;
import io.gatehouse.patrol.phone.PhoneOutbox;
import io.gatehouse.patrol.phone.PhoneReport;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.GuardPhone;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent.Stamp;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Guards' own phones at the site: pairs them, tells them their rounds, and takes what they kept, into the journal before
 * they may forget it. Nothing of it needs the fleet. On the gateway's context, the disk on workers.
 */
public final class GuardDesk {

    /** So often the journal is told that a phone keeps nothing back; a miss that waits for it is final then. */
    private static final long ALL_TOLD_EVERY_MILLIS = 5 * 60_000;

    private final Context context;
    private final PatrolRoom room;
    private final PatrolBoard board;
    private final Recorder recorder;
    private final Around around;
    private final Path file;
    private final GuardPhones phones;
    private final PhotoBox photos;
    private final Map<String, Long> allTold = new HashMap<>();

    /**
     * What the desk takes from outside.
     *
     * @param up milliseconds of a clock that does not run backwards
     */
    public record Around(Stamps stamps, Surroundings surroundings, LongSupplier up) {}

    /** Where its things lie, read at the start. */
    public record Ground(Path phones, Path photos, Contents contents) {

        /** Blocks. */
        public static Ground open(Path folder) throws IOException {
            Path phones = folder.resolve("guard.phones");
            Path photos = folder.resolve("guard-photos");
            return new Ground(phones, photos, new Contents(GuardPhones.read(phones), PhotoBox.waiting(photos)));
        }
    }

    /** What was found there. */
    record Contents(GuardPhones.Kept phones, List<String> photos) {}

    /** What a phone was given; it is told once. */
    public record Paired(String phone, String officer, String site, String key) {}

    /** Where it writes, and what lay there at the start. */
    public record Journaled(Recorder recorder, Ground ground) {}

    /** @param bring brings a picture to the fleet, or says that the fleet will never take it */
    public GuardDesk(Context context, PatrolRoom room, Journaled journaled, Around around, Bring bring) {
        Ground ground = journaled.ground();
        this.context = context;
        this.room = room;
        this.board = room.board();
        this.recorder = journaled.recorder();
        this.around = around;
        this.file = ground.phones();
        this.phones = new GuardPhones(ground.contents().phones(), around.surroundings());
        this.photos = new PhotoBox(
                context,
                ground.photos(),
                photo -> bring.bring(photo.id(), photo.officer(), photo.mediaType(), photo.bytes()),
                ground.contents().photos());
        room.onPlan(plan -> phones.book(plan.guardPhones()));
    }

    /** Who brings a picture to the fleet; fails while the fleet does not have it, false when it never will. */
    @FunctionalInterface
    public interface Bring {

        Future<Boolean> bring(String id, String officer, String mediaType, byte[] bytes);
    }

    /** Call about once a second. */
    public void tick(boolean line) {
        photos.tick(line, around.up().getAsLong());
    }

    /** How many pictures the fleet does not have. */
    public int photosWaiting() {
        return photos.waiting();
    }

    /** A code for a phone of the officer: {@code phone, code, seconds}; nothing when the plan has no such officer. */
    public Optional<ObjectNode> offer(String officer) {
        if (board.plan().officer(officer).isEmpty()) {
            return Optional.empty();
        }
        GuardPhones.Offer offer = phones.offer(officer, around.up().getAsLong());
        return Optional.of(WireFormat.JSON
                .mapper()
                .createObjectNode()
                .put("phone", offer.phone())
                .put("code", offer.code())
                .put("seconds", offer.lastsMillis() / 1_000));
    }

    /**
     * Pairs a phone by a code that was given out here, or by the fleet.
     *
     * <ul>
     *   <li>completes with what the phone is given, once it is kept and recorded
     *   <li>completes with nothing when the code was used, is over, or nobody gave it out
     *   <li>fails when it could not be kept
     * </ul>
     */
    public Future<Optional<Paired>> pair(String code) {
        Stamp now = around.stamps().now();
        Optional<Long> believed =
                now.quality() == TimeQuality.UNTRUSTED ? Optional.empty() : Optional.of(now.gatewayTime());
        Optional<GuardPhones.Pairing> found = phones.pairing(code, around.up().getAsLong(), believed);
        if (found.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        String key = Surroundings.hex(around.surroundings().random(), 32);
        GuardPhone phone = found.get().with(key);
        GuardPhones.Kept kept = phones.paired(phone);
        ObjectNode body = WireFormat.JSON
                .mapper()
                .createObjectNode()
                .put("phone", phone.id())
                .put("officer", phone.officer())
                .put("keyHash", phone.keyHash())
                .put("codeHash", phone.codeHash());
        return recorder.tell(GatewayEvents.GUARD_PHONE_PAIRED, null, body)
                .compose(seq -> keep(kept))
                .map(v -> Optional.of(new Paired(phone.id(), phone.officer(), board.site(), key)));
    }

    private Future<Void> keep(GuardPhones.Kept kept) {
        return context.executeBlocking(() -> {
            WholeFile.replace(file, WireFormat.CBOR.write(kept));
            return null;
        });
    }

    /** Whose phone speaks with this key. */
    public Optional<PhoneOutbox.Sender> sender(String key) {
        return phones.sender(key);
    }

    /** What the phone's shift is; and when it keeps nothing back, that all it has read is known. */
    public ObjectNode shift(PhoneOutbox.Sender sender, boolean keepsNothing) {
        if (keepsNothing) {
            allTold(sender);
        }
        return board.shift(sender.officer());
    }

    /**
     * Takes what a phone kept. The same again changes nothing.
     *
     * <ul>
     *   <li>completes with {@code now, taken} once all of it is on the disk: the phone may forget it
     *   <li>fails when something was not kept: the phone tells all of it again
     * </ul>
     */
    public Future<ObjectNode> take(PhoneOutbox.Sender sender, JsonNode sent) {
        long now = around.stamps().now().gatewayTime();
        PhoneOutbox outbox = PhoneOutbox.read(sender, sent, now);
        List<Future<?>> kept = new ArrayList<>();
        for (PhoneItem.Photo photo : outbox.photos()) {
            kept.add(photos.keep(new PhotoBox.Kept(photo.id(), sender.officer(), photo.mediaType(), photo.bytes())));
        }
        List<CheckpointScan> fresh =
                outbox.scans().stream().filter(board::isNew).toList();
        if (!fresh.isEmpty()) {
            kept.add(room.take(fresh));
        }
        for (PhoneReport report : outbox.reports()) {
            if (board.isNew(report)) {
                kept.add(room.order(PatrolOrder.report(report)));
            }
        }
        return Future.join(kept).map(all -> {
            if (outbox.left() == 0) {
                allTold(sender);
            }
            ObjectNode answer = WireFormat.JSON
                    .mapper()
                    .createObjectNode()
                    .put("now", Instant.ofEpochMilli(now).toString());
            outbox.taken().forEach(id -> answer.withArray("taken").add(id));
            return answer;
        });
    }

    private void allTold(PhoneOutbox.Sender sender) {
        Stamp now = around.stamps().now();
        if (now.quality() == TimeQuality.UNTRUSTED) {
            return;
        }
        room.toldAll(sender.phone(), now.gatewayTime());
        Long before = allTold.get(sender.phone());
        boolean due = before == null || now.gatewayTime() - before >= ALL_TOLD_EVERY_MILLIS;
        if (due && board.isOut(sender.phone())) {
            allTold.put(sender.phone(), now.gatewayTime());
            room.order(PatrolOrder.about(
                            PatrolOrder.Kind.TOLD_ALL, sender.phone(), sender.officer(), now.gatewayTime()))
                    .onFailure(failure -> allTold.remove(sender.phone()));
        }
    }
}
