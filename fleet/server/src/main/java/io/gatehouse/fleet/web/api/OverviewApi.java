package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.store.Reach;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Contract;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.function.Function;

/** The overview, and the contract itself. */
public final class OverviewApi {

    private final Function<Reach, ?> overview;
    private final Function<Reach, ?> lastDay;
    private final Buffer contract;
    private final Work work;

    /**
     * @param overview what somebody with the reach is shown; blocks
     * @param lastDay what happened by the hour, for the same; blocks
     */
    public OverviewApi(Function<Reach, ?> overview, Function<Reach, ?> lastDay, Contract contract, Work work) {
        this.overview = overview;
        this.lastDay = lastDay;
        this.contract = contract.served().toBuffer();
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("overview", call -> {
                    Reach reach = call.reach();
                    return work.call(() -> Answer.ok(overview.apply(reach)));
                })
                .viewer("lastDay", call -> {
                    Reach reach = call.reach();
                    return work.call(() -> Answer.ok(lastDay.apply(reach)));
                })
                .open(
                        "contract",
                        call -> Future.succeededFuture(new Answer.Bytes(
                                200, "application/json", contract, Map.of("Cache-Control", "no-cache"))));
    }
}
