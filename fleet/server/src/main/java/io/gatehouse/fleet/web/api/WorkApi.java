package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.commission.WorkList;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import java.util.Optional;

/** What waits for a technician. Event loop; the list is made on a worker. */
public final class WorkApi {

    private static final int PAGE = 500;

    private final WorkList list;
    private final Work work;

    public WorkApi(WorkList list, Work work) {
        this.list = list;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations.operator("listWork", this::list);
    }

    private Future<Answer> list(Call call) {
        Optional<String> site = call.query("site");
        Reach reach = call.reach();
        int limit = call.number("limit", PAGE);
        return work.call(() -> Answer.ok(list.of(site.orElse(null), reach, limit)));
    }
}
