package io.gatehouse.fleet.telemetry.influx;

import com.influxdb.client.domain.Bucket;
import com.influxdb.client.domain.BucketRetentionRules;
import com.influxdb.client.domain.Organization;
import io.gatehouse.fleet.telemetry.Level;
import io.gatehouse.fleet.telemetry.Retention;
import io.gatehouse.fleet.telemetry.SeriesStore.StoreAway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** One database a level, each with its own retention; made when it is not there. */
final class Databases {

    private final InfluxWay way;
    private final Retention retention;
    private boolean ready;

    Databases(InfluxWay way, Retention retention) {
        this.way = way;
        this.retention = retention;
    }

    String of(Level level) {
        String database = way.settings().database();
        return switch (level) {
            case RAW -> database;
            case FIVE_MINUTES -> database + "_5m";
            case HOUR -> database + "_1h";
        };
    }

    /** Before the first use, and again after the server was away: somebody may have emptied it. */
    synchronized void ensure() {
        if (ready && way.version() != null) {
            return;
        }
        Generation generation = way.generation();
        for (Level level : Level.values()) {
            make(generation, of(level), retention.of(level));
        }
        ready = true;
    }

    private void make(Generation generation, String database, Duration kept) {
        try {
            switch (generation) {
                case ONE -> byInfluxQl(database, kept);
                case TWO -> asBucket(database, kept);
                case THREE -> byItsOwnInterface(database, kept);
            }
        } catch (StoreAway e) {
            throw e;
        } catch (RuntimeException e) {
            throw way.away(e);
        }
    }

    private void byInfluxQl(String database, Duration kept) {
        String name = '"' + database.replace("\"", "\\\"") + '"';
        way.ask(
                "CREATE DATABASE " + name + " WITH DURATION " + kept.toHours() + "h REPLICATION 1 NAME \"kept\"",
                database);
        way.ask(
                "CREATE RETENTION POLICY \"kept\" ON " + name + " DURATION " + kept.toHours()
                        + "h REPLICATION 1 DEFAULT",
                database);
        way.ask("ALTER RETENTION POLICY \"kept\" ON " + name + " DURATION " + kept.toHours() + "h DEFAULT", database);
    }

    private void asBucket(String name, Duration kept) {
        Bucket found = way.client().getBucketsApi().findBucketByName(name);
        BucketRetentionRules rule = new BucketRetentionRules();
        rule.setEverySeconds((int) Math.min(Integer.MAX_VALUE, kept.toSeconds()));
        if (found == null) {
            Organization organisation = way.client().getOrganizationsApi().findOrganizations().stream()
                    .filter(one -> Objects.equals(one.getName(), way.settings().organisation()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            "InfluxDB has no organisation '" + way.settings().organisation() + "'"));
            way.client().getBucketsApi().createBucket(name, rule, organisation);
        } else if (found.getRetentionRules().isEmpty()
                || !Objects.equals(found.getRetentionRules().get(0).getEverySeconds(), rule.getEverySeconds())) {
            found.setRetentionRules(List.of(rule));
            way.client().getBucketsApi().updateBucket(found);
        }
    }

    private void byItsOwnInterface(String database, Duration kept) {
        URI at = way.settings().url().resolve("/api/v3/configure/database");
        HttpRequest.Builder request = HttpRequest.newBuilder(at)
                .timeout(way.settings().timeout())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"db\":\"" + database + "\",\"retention_period\":\"" + kept.toHours() + "h\"}"));
        if (way.settings().token() != null) {
            request.header("Authorization", "Bearer " + way.settings().token());
        }
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean thereAlready = answer.statusCode() == 409 || answer.body().contains("already exists");
            if (answer.statusCode() >= 300 && !thereAlready) {
                throw new IllegalStateException("InfluxDB makes no database '" + database + "': " + answer.body());
            }
        } catch (IOException e) {
            throw way.away(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw way.away(e);
        }
    }
}
