package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.registry.EstateDocument;
import io.gatehouse.fleet.registry.EstateResult;
import io.gatehouse.fleet.registry.Estates;
import io.gatehouse.fleet.registry.Sites;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** Sites and what they consist of. */
public final class SiteApi {

    private final Sites sites;
    private final Estates estates;
    private final Compiling compiling;
    private final Audit audit;
    private final Work work;

    public SiteApi(Sites sites, Estates estates, Compiling compiling, Audit audit, Work work) {
        this.sites = sites;
        this.estates = estates;
        this.compiling = compiling;
        this.audit = audit;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("listSites", call -> {
                    Reach reach = call.reach();
                    return work.call(() -> Answer.items(sites.list(reach)));
                })
                .admin("putSite", this::putSite)
                .admin("putEstate", this::putEstate);
    }

    /** What a site is given. */
    record SiteBody(String name, String timeZone) {}

    private Future<Answer> putSite(Call call) {
        SiteId site = new SiteId(call.path("site"));
        SiteBody body = call.body(SiteBody.class);
        if (!isZone(body.timeZone())) {
            return Future.succeededFuture(Answer.refused(Problem.invalid(
                    "There is no time zone " + body.timeZone() + ".", "Take an IANA name such as Asia/Shanghai.")));
        }
        Audit.By by = call.by();
        return work.call(() -> {
            sites.put(site, body.name(), body.timeZone());
            audit.note(by, "putSite", "site " + site, Map.of("name", body.name(), "timeZone", body.timeZone()));
            compiling.of(site);
            return Answer.ok(sites.find(site).orElseThrow());
        });
    }

    private Future<Answer> putEstate(Call call) {
        SiteId site = new SiteId(call.path("site"));
        Audit.By by = call.by();
        Findings words = Findings.of(call);
        return work.call(() -> {
            if (!sites.exists(site)) {
                return Answer.refused(noSite(site));
            }
            EstateResult result = estates.merge(site, EstateDocument.read(call.body()));
            if (!result.outcome().kept()) {
                return words.refused(result.outcome());
            }
            audit.note(by, "putEstate", "site " + site);
            long version = compiling.of(site);
            List<Map<String, String>> devices = result.newSecrets().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(made -> Map.of("id", made.getKey(), "secret", made.getValue()))
                    .toList();
            return Answer.ok(Map.of(
                    "version",
                    version,
                    "devices",
                    devices,
                    "warnings",
                    words.told(result.outcome().findings())));
        });
    }

    static Problem noSite(SiteId site) {
        return Problem.notFound("There is no site " + site + ".", "PUT /api/v1/sites/" + site + " makes it.");
    }

    private static boolean isZone(String name) {
        try {
            ZoneId.of(name);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
