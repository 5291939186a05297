package io.gatehouse.gateway.patrol;

import io.gatehouse.launch.Surroundings;
import io.gatehouse.patrol.phone.PhoneOutbox;
import io.gatehouse.patrol.phone.ShiftSheet;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.patrol.GuardPhone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose phones the site knows: those of the site book, and those that were paired here since. What the book says of a
 * phone counts, so that one that was taken back is forgotten. On the gateway's context; opening blocks.
 */
final class GuardPhones {

    private static final Logger LOG = LoggerFactory.getLogger(GuardPhones.class);

    /** The code is read off a screen beside the guard. */
    private static final long CODE_LASTS_MILLIS = 15 * 60_000;
    /** Without the signs that are taken for others. */
    private static final String SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int CODE_SIGNS = 10;

    /** What is kept on the disk: phones that were paired here and are not in the book yet. */
    record Kept(List<GuardPhone> paired) {
        Kept {
            paired = List.copyOf(paired);
        }
    }

    /** A code that was given out here. It is told once. */
    record Offer(String phone, String code, long lastsMillis) {}

    private record Offered(String phone, String officer, long endsAt) {}

    private final Surroundings surroundings;
    private final Map<String, GuardPhone> own = new LinkedHashMap<>();
    private final Map<String, Offered> offers = new HashMap<>();
    private Map<String, GuardPhone> book = Map.of();
    private Map<String, GuardPhone> byKey = Map.of();

    GuardPhones(Kept kept, Surroundings surroundings) {
        this.surroundings = surroundings;
        kept.paired().forEach(phone -> own.put(phone.id(), phone));
        index();
    }

    /** Reads what was kept; one that is damaged is as if nothing was: those phones pair again. */
    static Kept read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new Kept(List.of());
        }
        return WireFormat.CBOR.read(Files.readAllBytes(file), Kept.class).fold(kept -> kept, refusal -> {
            LOG.error("{} is damaged: phones that were paired here lately must be paired again", file);
            return new Kept(List.of());
        });
    }

    /** What the site book says now; what it knows need not be kept here. */
    void book(List<GuardPhone> phones) {
        Map<String, GuardPhone> now = new HashMap<>();
        phones.forEach(phone -> now.put(phone.id(), phone));
        book = now;
        // one whose code the fleet has not heard to be used yet is still known by what happened here
        own.values().removeIf(phone -> knowsBetter(now.get(phone.id())));
        index();
    }

    private static boolean knowsBetter(@Nullable GuardPhone inBook) {
        return inBook != null && (inBook.revoked() || inBook.keyHash() != null);
    }

    private void index() {
        Map<String, GuardPhone> all = new HashMap<>();
        book.values().stream().filter(phone -> !phone.revoked()).forEach(phone -> put(all, phone));
        own.values().forEach(phone -> put(all, phone));
        byKey = all;
    }

    private static void put(Map<String, GuardPhone> all, GuardPhone phone) {
        if (phone.keyHash() != null) {
            all.put(phone.keyHash(), phone);
        }
    }

    /** Whose phone speaks with this key. */
    Optional<PhoneOutbox.Sender> sender(String key) {
        return Optional.ofNullable(byKey.get(ShiftSheet.digest(key)))
                .map(phone -> new PhoneOutbox.Sender(phone.id(), phone.officer()));
    }

    /** Gives out a code for the officer. @param up milliseconds of a clock that does not run backwards */
    Offer offer(String officer, long up) {
        offers.values().removeIf(offered -> offered.endsAt < up);
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < CODE_SIGNS; i++) {
            code.append(SIGNS.charAt(surroundings.random().nextInt(SIGNS.length())));
        }
        String phone = surroundings.ids().next();
        offers.put(ShiftSheet.digest(code.toString()), new Offered(phone, officer, up + CODE_LASTS_MILLIS));
        return new Offer(phone, code.insert(CODE_SIGNS / 2, '-').toString(), CODE_LASTS_MILLIS);
    }

    /** A phone that is to be paired: whose code it is. */
    record Pairing(String id, String officer, String codeHash) {

        GuardPhone with(String key) {
            return new GuardPhone(id, officer, ShiftSheet.digest(key), codeHash, null, false);
        }
    }

    /**
     * Whose code it is, given out here or by the fleet; nothing when it was used or is over.
     *
     * @param now milliseconds since 1970, or nothing while the clock cannot be believed: then the fleet's codes do not count
     */
    Optional<Pairing> pairing(String code, long up, Optional<Long> now) {
        String typed = code.toUpperCase(Locale.ROOT)
                .replace("-", "")
                .replace(" ", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        String hash = ShiftSheet.digest(typed);
        Offered here = offers.get(hash);
        if (here != null) {
            return here.endsAt < up ? Optional.empty() : Optional.of(new Pairing(here.phone, here.officer, hash));
        }
        String told = ShiftSheet.digest(code.strip());
        return book.values().stream()
                .filter(phone -> told.equals(phone.codeHash()) && !phone.revoked() && !own.containsKey(phone.id()))
                .filter(phone -> now.isPresent() && now.get() < Objects.requireNonNullElse(phone.codeEnds(), 0L))
                .findFirst()
                .map(phone -> new Pairing(phone.id(), phone.officer(), told));
    }

    /** It speaks from now on, and its code is used. */
    Kept paired(GuardPhone phone) {
        own.put(phone.id(), phone);
        if (phone.codeHash() != null) {
            offers.remove(phone.codeHash());
        }
        index();
        return kept();
    }

    Kept kept() {
        return new Kept(new ArrayList<>(own.values()));
    }
}
