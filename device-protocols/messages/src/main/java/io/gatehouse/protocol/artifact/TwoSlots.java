package io.gatehouse.protocol.artifact;

import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Two places for one thing, a device's firmware or a gateway's configuration: what runs and what ran before. The next one is
 * written into the place that does not run; then one small record, replaced in one step, says that it runs, on trial. Until
 * it is confirmed a start counts, and after too many of them, or when it is told to, the one before runs again. A power cut at
 * any write leaves the old one or the new one, each whole. Blocks; one call at a time.
 */
public final class TwoSlots {

    private static final String WORD = "now";
    private static final String DRAFT = ".new";
    private static final int DIGEST_BYTES = 32;

    private final SlotDisk disk;
    private Word word;

    /**
     * Which place runs.
     *
     * @param slot {@code a}, {@code b}, or empty when nothing does
     * @param trial whether it has yet to prove itself
     * @param starts how often it was started on trial
     * @param before what ran before; empty when nothing did, or when it may not run again
     * @param failed the digest of the last one that did not prove itself
     */
    record Word(
            String slot,
            boolean trial,
            int starts,
            String before,
            @Nullable String failed) {

        static final Word NOTHING = new Word("", false, 0, "", null);
    }

    private TwoSlots(SlotDisk disk, Word word) {
        this.disk = disk;
        this.word = word;
    }

    /** Reads what is there. A record that is damaged counts as none: whatever is whole is then found by its digest. */
    public static TwoSlots open(SlotDisk disk) throws IOException {
        byte[] bytes = disk.read(WORD);
        Word read = bytes.length == 0
                ? Word.NOTHING
                : unsealed(bytes)
                        .map(inner -> WireFormat.CBOR.read(inner, Word.class).fold(one -> one, damaged -> Word.NOTHING))
                        .orElse(Word.NOTHING);
        return new TwoSlots(disk, read);
    }

    /**
     * A start: what is on trial and was started {@code most} times already gives way.
     *
     * @return whether it went back
     */
    public boolean started(int most) throws IOException {
        if (!word.trial()) {
            return false;
        }
        if (word.starts() >= most) {
            return goBack();
        }
        keep(new Word(word.slot(), true, word.starts() + 1, word.before(), word.failed()));
        return false;
    }

    /** What runs; nothing before the first one, or when what ran is damaged and there is no other. */
    public Optional<byte[]> running() throws IOException {
        Optional<byte[]> now = content(word.slot());
        return now.isPresent() ? now : content(word.before());
    }

    /** What ran before and may run again. */
    public Optional<byte[]> before() throws IOException {
        return content(word.before());
    }

    public boolean onTrial() {
        return word.trial();
    }

    /** Whether this very content was tried and did not prove itself. */
    public boolean hasFailed(byte[] content) {
        return Acceptance.sha256(content).equals(word.failed());
    }

    /** Puts the next one in place, on trial. Durable when it returns. */
    public void tryOn(byte[] next) throws IOException {
        String free = word.trial() ? word.slot() : other(word.slot());
        String stays = word.trial() ? word.before() : word.slot();
        put("slot-" + free, next);
        keep(new Word(free, true, 0, stays, word.failed()));
    }

    /** What is on trial has proved itself. */
    public void confirm() throws IOException {
        keep(new Word(word.slot(), false, 0, word.before(), word.failed()));
    }

    /** What ran before may not run again. */
    public void forgetBefore() throws IOException {
        keep(new Word(word.slot(), word.trial(), word.starts(), "", word.failed()));
    }

    /** The one before runs again, for good; false when there is none. */
    public boolean goBack() throws IOException {
        Optional<byte[]> last = content(word.before());
        if (last.isEmpty()) {
            return false;
        }
        String failed = content(word.slot()).map(Acceptance::sha256).orElse(word.failed());
        keep(new Word(word.before(), false, 0, "", failed));
        return true;
    }

    /** Nothing runs any more, and what was on trial has failed. */
    public void forgetAll() throws IOException {
        String failed = content(word.slot()).map(Acceptance::sha256).orElse(word.failed());
        keep(new Word("", false, 0, "", failed));
    }

    private static String other(String slot) {
        return slot.equals("a") ? "b" : "a";
    }

    private Optional<byte[]> content(String slot) throws IOException {
        return slot.isEmpty() ? Optional.empty() : unsealed(disk.read("slot-" + slot));
    }

    private void keep(Word next) throws IOException {
        put(WORD, WireFormat.CBOR.write(next));
        word = next;
    }

    private void put(String name, byte[] content) throws IOException {
        byte[] digest = HexFormat.of().parseHex(Acceptance.sha256(content));
        byte[] sealed = Arrays.copyOf(digest, DIGEST_BYTES + content.length);
        System.arraycopy(content, 0, sealed, DIGEST_BYTES, content.length);
        disk.write(name + DRAFT, sealed);
        disk.sync(name + DRAFT);
        disk.rename(name + DRAFT, name);
    }

    private static Optional<byte[]> unsealed(byte[] sealed) {
        if (sealed.length < DIGEST_BYTES) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOfRange(sealed, DIGEST_BYTES, sealed.length);
        String said = HexFormat.of().formatHex(sealed, 0, DIGEST_BYTES);
        return Acceptance.sha256(content).equals(said) ? Optional.of(content) : Optional.empty();
    }
}
