package io.gatehouse.proof.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.identity.AuthorityId;
import io.gatehouse.proof.faults.CertifiedSite.Holder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * F13, the part about the authority itself: another one takes its place with an overlap, and no good device is dropped; what
 * the old one issued is refused when it is retired; and a gateway that was away for all of it goes on alone, and comes back
 * with a new claim token.
 */
final class AuthorityRow {

    private static final Duration ONLINE = Duration.ofSeconds(60);

    private AuthorityRow() {}

    static Finding change(FaultStand stand, boolean whole) throws Exception {
        try (CertifiedSite site = new CertifiedSite(stand.folder("f13-authority"), null).open()) {
            List<Holder> good = new ArrayList<>();
            for (int i = 0; i < (whole ? 20 : 3); i++) {
                good.add(site.enrol("Reader " + i));
            }
            Holder late = site.enrol("Asleep");
            site.awaitBook();
            Finding.Notes notes = new Finding.Notes();
            long before = in(site, good);
            notes.say("%d of %d in", before, good.size())
                    .must(before == good.size() && site.comesIn(late), "all come in");
            List<Holder> next = overlap(site, good, notes);
            retirement(site, next, late, notes);
            away(site, next, notes);
            return notes.done();
        }
    }

    /** The gateway is away when it begins, hears of it when it is back, and renews by itself. */
    private static List<Holder> overlap(CertifiedSite site, List<Holder> good, Finding.Notes notes) throws Exception {
        site.stopGateway();
        String old = AuthorityId.of(site.authority().certificate());
        site.rest().post("/authority", reason());
        Holder early = site.renew(good.get(0));
        site.startGateway();
        boolean earlyIn = site.comesIn(early);
        Duration learnt = waited(
                "the gateway knows and has renewed",
                () -> now(site, "gatewaysThatKnow") == 1 && now(site, "gatewaysBehind") == 0);
        long during = in(site, good);
        boolean oldShown = !site.listenerShowsTheNewOne();
        List<Holder> next = new ArrayList<>();
        for (Holder one : good) {
            next.add(site.renew(one));
        }
        long fresh = next.stream().filter(one -> !issuer(one).equals(old)).count();
        long after = in(site, next);
        notes.say("another authority: gateway certified by it after %.1f s", learnt.toMillis() / 1000.0)
                .must(issuer(early).equals(old) && earlyIn, "nobody is certified by whom the gateway does not know")
                .say("%d of %d in by the old one, %d of %d by the new", during, good.size(), after, next.size())
                .must(
                        during == good.size() && after == good.size(),
                        "no good device is dropped while the authority changes")
                .must(fresh == next.size(), "who renews is certified by the new one")
                .must(oldShown, "the listeners show the old one while it counts");
        return next;
    }

    private static void retirement(CertifiedSite site, List<Holder> next, Holder late, Finding.Notes notes)
            throws Exception {
        boolean warned = refused(() -> site.rest().post("/authority/retirement", reason()));
        Thief open = site.stays(late);
        site.rest().post("/authority/retirement", reason().put("leaveBehind", true));
        Duration retired = waited("what the retired one issued is refused", () -> !site.comesIn(late));
        boolean ended = !open.publishIsTaken(
                "gh/v1/" + late.device() + "/event", "{\"type\":\"DoorOpened\",\"bootId\":\"o\",\"seq\":1}");
        open.close();
        boolean renewed = !refused(() -> site.renew(late));
        boolean shown = site.listenerShowsTheNewOne();
        long still = in(site, next);
        notes.say("retired: refused after %.1f s, %d of %d others in", retired.toMillis() / 1000.0, still, next.size())
                .must(warned, "who has not renewed is told of before")
                .must(retired.compareTo(ONLINE) <= 0 && ended && !renewed, "what the old one issued counts nowhere")
                .must(still == next.size(), "no good device is dropped when the old one is retired")
                .must(shown, "the listeners show the new one without a restart");
    }

    /** The gateway misses a whole change: it goes on alone, and one token brings it back. */
    private static void away(CertifiedSite site, List<Holder> next, Finding.Notes notes) throws Exception {
        site.stopGateway();
        site.rest().post("/authority", reason());
        site.rest().post("/authority/retirement", reason().put("leaveBehind", true));
        site.startGateway();
        long alone = in(site, next);
        boolean away = !site.gatewayIsThere();
        site.stopGateway();
        site.claimGatewayAnew();
        site.startGateway();
        Duration back = waited("the gateway is back with a new claim token", site::gatewayIsThere);
        String certified = AuthorityId.issuing(site.gatewayCertificate()).orElse("");
        boolean ours = certified.equals(AuthorityId.of(site.authority().certificate()));
        notes.say(
                        "away for a whole change: %d of %d in at it alone, back with a new token after %.1f s",
                        alone, next.size(), back.toMillis() / 1000.0)
                .must(alone == next.size() && away, "a gateway that is left behind goes on alone")
                .must(ours, "it comes back with a new claim token");
    }

    private static ObjectNode reason() {
        return JsonNodeFactory.instance.objectNode().put("reason", "F13");
    }

    private static long now(CertifiedSite site, String figure) {
        JsonNode now = site.rest().get("/authority");
        return now.path(figure).asLong();
    }

    private static String issuer(Holder holder) {
        return AuthorityId.issuing(holder.certificate()).orElse("");
    }

    private interface Asking {
        Object ask() throws Exception;
    }

    private static boolean refused(Asking asking) throws Exception {
        try {
            asking.ask();
            return false;
        } catch (IllegalStateException | IOException no) {
            return true;
        }
    }

    private static long in(CertifiedSite site, List<Holder> all) {
        return all.stream().filter(site::comesIn).count();
    }

    private interface Question {
        boolean yes() throws Exception;
    }

    private static Duration waited(String what, Question question) {
        long begun = System.nanoTime();
        Awaitility.await(what)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(question::yes);
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
