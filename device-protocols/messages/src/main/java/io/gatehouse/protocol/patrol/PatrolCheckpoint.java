package io.gatehouse.protocol.patrol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place on guards' rounds.
 *
 * @param place or nothing when nobody measured it: then neither speed nor position is judged
 * @param grade how important it is, 1 the most to 3, or nothing; {@link GapRule}s go by it
 * @param near doors and access points where whoever comes here leaves a trace
 * @param cameras devices that see it
 * @param instructions or nothing
 * @param active counts; otherwise its stops are left out
 */
public record PatrolCheckpoint(
        String id,
        String name,
        List<Mark> marks,
        @Nullable Place place,
        @Nullable Integer grade,
        List<ChecklistItem> checklist,
        List<String> near,
        List<String> cameras,
        @Nullable String instructions,
        boolean active) {

    public PatrolCheckpoint {
        marks = List.copyOf(marks);
        checklist = List.copyOf(checklist);
        near = List.copyOf(near);
        cameras = List.copyOf(cameras);
    }

    /** A checkpoint with one tag and nothing else to say. */
    public static PatrolCheckpoint tagged(String id, String name, String tag) {
        return new PatrolCheckpoint(
                id,
                name,
                List.of(new Mark(MarkKind.NFC, tag, null)),
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                null,
                true);
    }
}
