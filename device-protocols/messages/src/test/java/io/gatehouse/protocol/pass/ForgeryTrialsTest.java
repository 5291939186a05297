package io.gatehouse.protocol.pass;

import static io.gatehouse.protocol.pass.PassStand.NINE;
import static io.gatehouse.protocol.pass.PassStand.SITE_KEY;
import static io.gatehouse.protocol.pass.PassStand.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.pass.OneTimeCode.Window;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Everything that a forger, a copier or somebody late can show: none of it opens. */
class ForgeryTrialsTest {

    private static final int TRIALS = 10_000;
    private static final long SEED = 4_711;

    private final PassStand stand = new PassStand();
    private final KeyPair forger = PassStand.keys();
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final byte[] grant = stand.grant();
    private final byte[] forgedGrant = PassStand.grantFor(forger).sign(forger.getPrivate());
    private final List<String> genuine = genuine();
    private final List<String> used = new ArrayList<>();
    private int accepted;

    @Test
    void ten_thousand_forged_or_replayed_ones_open_nothing() {
        genuine.forEach(text -> {
            if (stand.opens(text, at(NINE))) {
                used.add(text);
            }
        });
        assertThat(used).as("all genuine ones open once").hasSameSizeAs(genuine);

        for (int i = 0; i < TRIALS; i++) {
            if (stand.opens(forgery(i), at(NINE.plusSeconds(random.nextInt(20))))) {
                accepted++;
            }
        }

        System.out.println("passes, codes and openings: " + TRIALS + " forged or replayed, " + accepted + " accepted");
        assertThat(accepted).as("seed " + SEED).isZero();
    }

    private List<String> genuine() {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            texts.add(PassStand.pass("visit-%04d".formatted(i), 1).sign(stand.fleet.getPrivate()));
            texts.add(PassStand.order("nonce-%04d".formatted(i), NINE).sign(grant, stand.phone.getPrivate()));
            texts.add(OneTimeCode.of("gate-1-in", i, NINE, Window.USUAL).digits(SITE_KEY));
        }
        return texts;
    }

    private String forgery(int number) {
        String text = genuine.get(random.nextInt(genuine.size()));
        String id = "forged-%05d".formatted(number);
        return switch (random.nextInt(8)) {
            case 0 -> text;
            case 1 -> PassStand.pass(id, 1).sign(forger.getPrivate());
            case 2 -> PassStand.order(id, NINE).sign(grant, forger.getPrivate());
            case 3 -> PassStand.order(id, NINE).sign(forgedGrant, forger.getPrivate());
            case 4 -> "%010d".formatted(random.nextLong(10_000_000_000L));
            case 5 ->
                PassStand.order(id, NINE.minus(Duration.ofMinutes(1 + random.nextInt(1_000))))
                        .sign(grant, stand.phone.getPrivate());
            case 6 ->
                OneTimeCode.of("gate-9-in", random.nextInt(100), NINE, Window.USUAL)
                        .digits(SITE_KEY);
            default -> damaged(text);
        };
    }

    /** One character is another one of the same alphabet, is missing, or is there twice. */
    private String damaged(String text) {
        int at = random.nextInt(text.length());
        String letters = text.startsWith("GH") ? "ABCDEFGHabcdefgh0123456789-_" : "0123456789";
        return switch (random.nextInt(3)) {
            case 0 -> text.substring(0, at) + text.substring(at + 1);
            case 1 -> text.substring(0, at) + text.charAt(at) + text.substring(at);
            default ->
                text.substring(0, at) + letters.charAt(random.nextInt(letters.length())) + text.substring(at + 1);
        };
    }
}
