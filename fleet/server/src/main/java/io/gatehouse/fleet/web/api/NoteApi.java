package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.note.DeviceNotes;
import io.gatehouse.fleet.picture.Picture;
import io.gatehouse.fleet.picture.Pictures;
import io.gatehouse.fleet.picture.Taken;
import io.gatehouse.fleet.presence.DeviceBoard;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Role;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notes and photos of devices. */
public final class NoteApi {

    private static final int PAGE = 100;
    private static final Instant FAR =
            OffsetDateTime.parse("9999-01-01T00:00:00Z").toInstant();

    private final DeviceNotes notes;
    private final DeviceBoard board;
    private final AccessGround ground;
    private final Work drawing;

    /** @param drawing where photos are decoded, few at a time */
    public NoteApi(DeviceNotes notes, DeviceBoard board, AccessGround ground, Work drawing) {
        this.notes = notes;
        this.board = board;
        this.ground = ground;
        this.drawing = drawing;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("listNotes", this::list)
                .operator("addNote", this::add)
                .viewer("notePhoto", this::photo)
                .operator("deleteNote", this::delete);
    }

    record NoteBody(
            String request, @Nullable String text, @Nullable String photo) {}

    private Future<Answer> list(Call call) {
        Instant before = call.time("before").orElse(FAR);
        int limit = call.number("limit", PAGE);
        return DeviceApi.withDevice(
                call, ground.work(), board, (site, device) -> Answer.items(notes.of(site, device, before, limit)));
    }

    private Future<Answer> add(Call call) {
        NoteBody body = call.body(NoteBody.class);
        String text = body.text() == null ? "" : body.text().strip();
        Audit.By by = call.by();
        if (text.isEmpty() && body.photo() == null) {
            return Future.succeededFuture(Answer.refused(
                    Problem.invalid("A note says something or shows something.", "Send 'text', 'photo' or both.")));
        }
        String photo = body.photo();
        return DeviceApi.withDevice(call, drawing, board, (site, device) -> {
            if (photo == null) {
                return keep(site, device, new DeviceNotes.Note(body.request(), text, null), by);
            }
            Taken taken = Pictures.photo(PictureWords.decoded(photo));
            return taken.fold(
                    picture -> keep(site, device, note(body.request(), text, picture), by),
                    why -> Answer.refused(PictureWords.refused(why, "a PNG or JPEG")));
        });
    }

    private static DeviceNotes.Note note(String request, String text, Picture photo) {
        return new DeviceNotes.Note(request, text.isEmpty() ? null : text, photo);
    }

    private Answer keep(SiteId site, DeviceId device, DeviceNotes.Note note, Audit.By by) {
        return switch (notes.add(site, device, note, by.user())) {
            case YES -> {
                ground.audit().note(by, "addNote", target(site, device), Map.of("note", note.id()));
                yield Answer.created(notes.find(site, device, note.id()).orElseThrow());
            }
            case BEFORE -> Answer.created(notes.find(site, device, note.id()).orElseThrow());
            case TOO_MANY ->
                Answer.refused(Problem.conflict(
                        "The device has " + DeviceNotes.MOST_NOTES + " notes or " + DeviceNotes.MOST_PHOTOS
                                + " photos already.",
                        "Delete what nobody needs any more."));
        };
    }

    private Future<Answer> photo(Call call) {
        String note = call.path("note");
        return DeviceApi.withDevice(
                call,
                ground.work(),
                board,
                (site, device) -> notes.photo(site, device, note)
                        .<Answer>map(bytes -> new Answer.Bytes(
                                200, "image/jpeg", Buffer.buffer(bytes), Map.of("Cache-Control", "private, no-store")))
                        .orElseGet(() -> Answer.refused(none(device, note))));
    }

    private Future<Answer> delete(Call call) {
        String note = call.path("note");
        String user = call.caller().user();
        Audit.By by = call.by();
        boolean admin = call.caller().rights().of(List.of(Role.ADMIN)).covers(call.path("site"));
        return DeviceApi.withDevice(call, ground.work(), board, (site, device) -> {
            Optional<ObjectNode> found = notes.find(site, device, note);
            if (found.isEmpty()) {
                return Answer.refused(none(device, note));
            }
            if (!admin && !found.get().path("by").asText().equals(user)) {
                return Answer.refused(new Problem(
                        403, "NOT_YOURS", "The note is somebody else's.", "Its author or an admin can delete it."));
            }
            if (notes.delete(site, device, note)) {
                ground.audit().note(by, "deleteNote", target(site, device), Map.of("note", note));
            }
            return Answer.done();
        });
    }

    private static String target(SiteId site, DeviceId device) {
        return "device " + site + "/" + device;
    }

    private static Problem none(DeviceId device, String note) {
        return Problem.notFound(
                "There is no such note of the device " + device + ": " + note + ".", "They are listed.");
    }
}
