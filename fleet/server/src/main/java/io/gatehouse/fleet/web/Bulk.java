package io.gatehouse.fleet.web;

import io.gatehouse.fleet.bulk.DeviceImport;
import io.gatehouse.fleet.bulk.LabelFaces;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.diagnosis.Inquiry;
import io.gatehouse.fleet.support.Installation;
import io.gatehouse.fleet.support.Redaction;
import io.gatehouse.fleet.web.api.AccessGround;
import io.gatehouse.fleet.web.api.BulkApi;
import io.gatehouse.fleet.web.api.DiagnosisApi;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.launch.Launch;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Joins what concerns many devices at once, and what helps when something is wrong. */
public final class Bulk {

    private Bulk() {}

    /**
     * What a support bundle tells of this process.
     *
     * @param certificate of the listeners, in PEM
     * @param settings what is in effect, a line each, secrets masked
     * @param secrets what must stand nowhere in the bundle
     */
    public record Process(Path data, Path certificate, List<String> settings, List<String> secrets) {}

    static void addTo(Operations operations, Web.Ground on, AccessGround ground) {
        FleetCore core = on.core();
        new BulkApi(
                        new DeviceImport(core.jdbi(), core.keys(), on.surroundings()),
                        new LabelFaces(core.jdbi()),
                        ground,
                        on.surroundings().clock())
                .addTo(operations);
    }

    static void support(Operations operations, Web.Ground on, Web.Settings settings, Work work) {
        FleetCore core = on.core();
        Process process = settings.told();
        Clock clock = on.surroundings().clock();
        Installation installation = new Installation(
                new Installation.Parts(
                        core.jdbi(), core.authorities(), process.data(), process.certificate(), Launch.version()),
                clock);
        Support support =
                new Support(core, installation, process, new Redaction(process.secrets()), on.registry(), clock);
        new DiagnosisApi(
                        new Inquiry(core.jdbi(), core.telemetry().store(), clock),
                        installation,
                        support::bundle,
                        clock,
                        work)
                .addTo(operations);
    }
}
