package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.access.Outcome;
import io.gatehouse.fleet.registry.Sites;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** What every change of who may pass where has in common: its site, its words, the record of it, and site books anew. */
public record AccessGround(Sites sites, Compiling compiling, Audit audit, Work work) {

    /** Asks the core about the site of the path on a worker, or says that there is none. */
    public Future<Answer> ask(Call call, Function<SiteId, Answer> answer) {
        SiteId site = new SiteId(call.path("site"));
        return work.call(() -> sites.exists(site) ? answer.apply(site) : Answer.refused(SiteApi.noSite(site)));
    }

    /** A change, as it is noted. */
    record Change(Audit.By by, Findings words, String action, String target) {

        static Change of(Call call, String action, String target) {
            return new Change(call.by(), Findings.of(call), action, target);
        }
    }

    /** Notes a change that was kept, compiles, and answers; or says why it was refused. */
    Answer kept(SiteId site, Change change, Outcome outcome, Supplier<Map<String, ?>> now) {
        if (!outcome.kept()) {
            return change.words().refused(outcome);
        }
        audit.note(change.by(), change.action(), change.target() + " at site " + site);
        compiling.of(site);
        Map<String, Object> body = new LinkedHashMap<>(now.get());
        body.put("warnings", change.words().told(outcome.findings()));
        return Answer.ok(body);
    }
}
