package io.gatehouse.fleet.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.sheet.Sheet;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.SiteId;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes a site's devices from a sheet, a box a row: each gets a label, and the place that the row names is made with it. By
 * serial number, so that the same sheet twice changes nothing the second time.
 */
public final class DeviceImport {

    private final Jdbi jdbi;
    private final Keys keys;
    private final Surroundings surroundings;

    public DeviceImport(Jdbi jdbi, Keys keys, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.surroundings = surroundings;
    }

    /**
     * What is asked for.
     *
     * @param dryRun only say what would become of it
     * @param skipBad take the rows without faults even when others have some
     * @param columns which heading stands over which column, where the headings do not say it themselves
     */
    public record Wish(boolean dryRun, boolean skipBad, Map<DeviceColumn, String> columns) {}

    /**
     * What was done, or would be.
     *
     * @param report as REST tells it
     */
    public record Done(boolean written, ObjectNode report) {}

    /** Reads and, unless it is a dry run or a row has a fault, writes. The site must exist. */
    public Done take(SiteId site, Sheet sheet, Wish wish, String by) {
        return jdbi.inTransaction(handle -> {
            // one list after the other at a site, and no claim in between
            handle.createQuery("select id from site where id = ? for update")
                    .bind(0, site.value())
                    .mapTo(String.class)
                    .one();
            DeviceTaking taking = new DeviceTaking(handle, site, surroundings.random());
            taking.read(sheet, wish.columns());
            boolean write = !wish.dryRun() && taking.mayBeWritten(wish.skipBad());
            if (write) {
                new DeviceTable(handle, site, keys, surroundings).write(taking.lines(), by);
            }
            return new Done(write, taking.report(write));
        });
    }
}
