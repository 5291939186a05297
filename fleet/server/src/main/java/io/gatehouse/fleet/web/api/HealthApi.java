package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.presence.DeviceHealth;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;

/** How a device is, with the facts behind it. */
public final class HealthApi {

    private final DeviceHealth health;
    private final Work work;

    public HealthApi(DeviceHealth health, Work work) {
        this.health = health;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations.viewer("deviceHealth", this::health);
    }

    private Future<Answer> health(Call call) {
        SiteId site = new SiteId(call.path("site"));
        DeviceId device = new DeviceId(call.path("device"));
        return work.call(() -> Answer.found(
                health.of(site.value(), device.value()), found -> found, DeviceApi.noDevice(site, device)));
    }
}
