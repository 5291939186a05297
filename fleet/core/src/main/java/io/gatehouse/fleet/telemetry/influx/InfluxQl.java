package io.gatehouse.fleet.telemetry.influx;

import com.influxdb.query.InfluxQLQueryResult;
import io.gatehouse.fleet.telemetry.SeriesStore.Device;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says conditions in InfluxQL and reads its answers. */
final class InfluxQl {

    private InfluxQl() {}

    /** One row of an answer with the tags of its series. */
    record Row(InfluxQLQueryResult.Series series, InfluxQLQueryResult.Series.Record values) {

        /** Nothing also where the series has no such tag. */
        @Nullable
        String tag(String name) {
            String tag = series.getTags().get(name);
            return tag == null || tag.isEmpty() ? null : tag;
        }

        double number(String column) {
            return Double.parseDouble(String.valueOf(values.getValueByKey(column)));
        }

        /** Also of a number that is written with an exponent. */
        long whole(String column) {
            String text = String.valueOf(values.getValueByKey(column));
            return text.matches("-?\\d+") ? Long.parseLong(text) : (long) Double.parseDouble(text);
        }
    }

    static void rows(List<InfluxQLQueryResult.Result> results, Consumer<Row> hearer) {
        for (InfluxQLQueryResult.Result result : results) {
            for (InfluxQLQueryResult.Series series : result.getSeries()) {
                series.getValues().forEach(values -> hearer.accept(new Row(series, values)));
            }
        }
    }

    static String device(Device device) {
        return "site = " + text(device.site()) + " AND device = " + text(device.device());
    }

    static String metrics(List<String> metrics) {
        return metrics.isEmpty()
                ? ""
                : metrics.stream()
                        .map(one -> "metric = " + text(one))
                        .collect(Collectors.joining(" OR ", " AND (", ")"));
    }

    static String time(long from, long to) {
        return " AND time >= " + from + "ms AND time < " + to + "ms";
    }

    private static String text(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
