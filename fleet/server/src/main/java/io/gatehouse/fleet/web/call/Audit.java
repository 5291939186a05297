package io.gatehouse.fleet.web.call;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Takes down who changed what. An operation may say in its own words what it did; {@link Recorder} adds what was there
 * before and after, and keeps it before the answer leaves. Safe from any thread.
 */
@FunctionalInterface
public interface Audit {

    /**
     * @param action the operation's name in the contract
     * @param target what was changed, such as {@code gateway east-1}
     * @param details without any secret
     */
    void note(By by, String action, String target, Map<String, String> details);

    default void note(By by, String action, String target) {
        note(by, action, target, Map.of());
    }

    /** The one that every operation uses. */
    static Audit ofCalls() {
        return (by, action, target, details) -> by.notes.add(new Note(action, target, details));
    }

    /** What an operation said. */
    record Note(String action, String target, Map<String, String> details) {
        public Note {
            details = Map.copyOf(details);
        }
    }

    /** Who it is, from where and by what; and what was said about this one call. */
    final class By {

        private final String user;
        private final String address;
        private final String via;
        private final Queue<Note> notes = new ConcurrentLinkedQueue<>();

        By(String user, String address, String via) {
            this.user = user;
            this.address = address;
            this.via = via;
        }

        public String user() {
            return user;
        }

        public String address() {
            return address;
        }

        String via() {
            return via;
        }

        List<Note> notes() {
            return List.copyOf(notes);
        }
    }
}
