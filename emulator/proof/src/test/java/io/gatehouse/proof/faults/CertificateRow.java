package io.gatehouse.proof.faults;

import io.gatehouse.identity.CertificateAuthority;
import io.gatehouse.proof.faults.CertifiedSite.Holder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * F13: certificates of another authority, of another site, over for too long, and taken back are refused; one that is taken
 * back while its gateway is cut off is refused with the next site book; and an outage of 400 days, in which every
 * certificate ends, keeps no good device out and is over when the fleet is back. The gateway's system clock is moved (S10).
 */
final class CertificateRow {

    private static final Duration ONLINE = Duration.ofSeconds(60);
    private static final Duration OUTAGE = Duration.ofDays(400);
    /** The first certificates end after 365 days and are believed for 90 more. */
    private static final Duration TOO_LONG = Duration.ofDays(460);

    private CertificateRow() {}

    static Finding certificates(FaultStand stand, boolean whole) throws Exception {
        Path folder = stand.folder("f13");
        try (CertifiedSite site = new CertifiedSite(folder, ClockRow.library()).open()) {
            List<Holder> good = new ArrayList<>();
            for (int i = 0; i < (whole ? 20 : 3); i++) {
                good.add(site.enrol("Reader " + i));
            }
            Holder stolen = site.enrol("Stolen");
            Holder away = site.enrol("Stolen while the line is down");
            site.awaitBook();
            long before = in(site, good);
            int strangers = strangersIn(site, folder, good.get(0));

            boolean came = site.comesIn(stolen);
            Duration online = untilRefused(site, stolen);

            site.stopGateway();
            site.revoke(away);
            site.stopFleet();
            site.setClocksAhead(OUTAGE);
            site.startGateway();
            boolean alone = site.comesIn(away);
            long during = in(site, good);

            site.startFleet();
            Duration back = waited("the next site book", () -> !site.comesIn(away));
            Instant now = Clock.offset(Clock.systemUTC(), OUTAGE).instant();
            Duration renewed = waited(
                    "the gateway's own next certificate",
                    () -> site.gatewayCertificate().getNotAfter().toInstant().isAfter(now));
            List<Holder> next = new ArrayList<>();
            for (Holder one : good) {
                next.add(site.renew(one));
            }
            long after = in(site, next);
            site.stopGateway();
            site.setClocksAhead(TOO_LONG);
            site.startGateway();
            long over = in(site, good);
            long still = in(site, next);
            return new Finding.Notes()
                    .say("%d of %d good devices in", before, good.size())
                    .say("%d strangers in", strangers)
                    .must(before == good.size() && strangers == 0 && came, "the good come in and nobody else")
                    .say("taken back: refused after %.1f s", online.toMillis() / 1000.0)
                    .must(online.compareTo(ONLINE) <= 0, "refused within 60 s")
                    .say("cut off for %d days: %d of %d in", OUTAGE.toDays(), during, good.size())
                    .must(during == good.size() && alone, "an outage keeps no good device out")
                    .say("back: taken back meanwhile, refused after %.1f s", back.toMillis() / 1000.0)
                    .say("gateway certified again after %.1f s", renewed.toMillis() / 1000.0)
                    .say("%d of %d in with the next certificate", after, next.size())
                    .must(after == good.size(), "no good device is dropped when certificates change")
                    .say("after %d days: %d in with the first, %d with the next", TOO_LONG.toDays(), over, still)
                    .must(over == 0 && still == good.size(), "what is over for too long is refused, and nothing else")
                    .done();
        }
    }

    private static long in(CertifiedSite site, List<Holder> all) {
        return all.stream().filter(site::comesIn).count();
    }

    /** How many of those come in who must not; each says that it is a device of the site. */
    private static int strangersIn(CertifiedSite site, Path folder, Holder like) throws Exception {
        SecureRandom random = new SecureRandom();
        CertificateAuthority other = CertificateAuthority.ensure(folder.resolve("other"), Clock.systemUTC(), random);
        List<Holder> strangers = List.of(
                CertifiedSite.holder(other, CertifiedSite.ID, like, 1),
                CertifiedSite.holder(site.authority(), "elsewhere", like, 1));
        return (int) in(site, strangers);
    }

    private static Duration untilRefused(CertifiedSite site, Holder holder) {
        site.revoke(holder);
        return waited("what was taken back is refused", () -> !site.comesIn(holder));
    }

    private interface Question {
        boolean yes() throws Exception;
    }

    private static Duration waited(String what, Question question) {
        long begun = System.nanoTime();
        Awaitility.await(what)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(question::yes);
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
