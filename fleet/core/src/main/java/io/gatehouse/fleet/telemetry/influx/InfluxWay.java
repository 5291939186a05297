package io.gatehouse.fleet.telemetry.influx;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.domain.InfluxQLQuery;
import com.influxdb.client.domain.InfluxQLQuery.InfluxQLPrecision;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.exceptions.InfluxException;
import com.influxdb.query.InfluxQLQueryResult;
import io.gatehouse.fleet.telemetry.SeriesStore.StoreAway;
import io.gatehouse.fleet.telemetry.SeriesStore.Written;
import java.io.IOException;
import java.util.List;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The way to one server: its version, writing, asking; every failure is a refusal of the data, or the store is away. */
final class InfluxWay implements AutoCloseable {

    /** Which statuses are about the lines: bad request, too large, unprocessable. */
    private static final List<Integer> ABOUT_THE_DATA = List.of(400, 413, 422);

    private final InfluxSettings settings;
    private final InfluxDBClient client;
    private volatile @Nullable String version;

    InfluxWay(InfluxSettings settings) {
        this.settings = settings;
        OkHttpClient.Builder http = new OkHttpClient.Builder()
                .callTimeout(settings.timeout())
                .readTimeout(settings.timeout())
                .addInterceptor(new OldWrites());
        InfluxDBClientOptions.Builder options = InfluxDBClientOptions.builder()
                .url(settings.url().toString())
                .org(settings.organisation() == null ? "-" : settings.organisation())
                .okHttpClient(http);
        if (settings.token() != null) {
            options.authenticateToken(settings.token().toCharArray());
        }
        this.client = InfluxDBClientFactory.create(options.build());
    }

    InfluxSettings settings() {
        return settings;
    }

    InfluxDBClient client() {
        return client;
    }

    /** As the server says it, or nothing before it has answered. */
    @Nullable
    String version() {
        return version;
    }

    /** Asks once, and again after a failure: a server may be replaced meanwhile. */
    Generation generation() {
        String known = version;
        if (known == null) {
            try {
                known = client.version();
            } catch (RuntimeException e) {
                throw new StoreAway("InfluxDB at " + settings.url() + " does not answer: " + e.getMessage(), e);
            }
            version = known;
        }
        return Generation.of(known);
    }

    void forgetVersion() {
        version = null;
    }

    Written write(String database, List<String> lines) {
        try {
            client.getWriteApiBlocking().writeRecords(database, organisation(), WritePrecision.MS, lines);
            return new Written.Kept();
        } catch (InfluxException e) {
            if (ABOUT_THE_DATA.contains(e.status())) {
                return new Written.Refused(String.valueOf(e.getMessage()));
            }
            throw away(e);
        } catch (RuntimeException e) {
            throw away(e);
        }
    }

    private String organisation() {
        return settings.organisation() == null ? "-" : settings.organisation();
    }

    List<InfluxQLQueryResult.Result> ask(String command, String database) {
        try {
            InfluxQLQuery query = new InfluxQLQuery(command, database).setPrecision(InfluxQLPrecision.MILLISECONDS);
            return client.getInfluxQLQueryApi().queryJSON(query).getResults();
        } catch (RuntimeException e) {
            throw away(e);
        }
    }

    StoreAway away(Exception e) {
        forgetVersion();
        return new StoreAway(e.getMessage() == null ? e.toString() : e.getMessage(), e);
    }

    /** Servers before 1.8 know only {@code /write}; all of 1.x know it. */
    private final class OldWrites implements Interceptor {

        @Override
        public Response intercept(Chain chain) throws IOException {
            Request request = chain.request();
            String known = version;
            if (known == null || Generation.of(known) != Generation.ONE) {
                return chain.proceed(request);
            }
            Request.Builder changed = request.newBuilder().removeHeader("Authorization");
            if (settings.user() != null && settings.password() != null) {
                changed.header("Authorization", Credentials.basic(settings.user(), settings.password()));
            }
            HttpUrl url = request.url();
            if (url.encodedPath().endsWith("/api/v2/write")) {
                String path = url.encodedPath().replace("/api/v2/write", "/write");
                changed.url(url.newBuilder()
                        .encodedPath(path)
                        .removeAllQueryParameters("org")
                        .removeAllQueryParameters("bucket")
                        .addQueryParameter("db", url.queryParameter("bucket"))
                        .build());
            }
            return chain.proceed(changed.build());
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
