package io.gatehouse.fleet.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.protocol.SiteId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class HolidaysTest {

    private final FleetCore core = TestCore.core();
    private final SiteId site = TestCore.siteOf(TestCore.newGateway());

    @Test
    void a_site_that_goes_by_the_holidays_hears_in_time_that_a_year_is_missing() {
        assertThat(at("2026-12-30T00:00:00Z").missing(site))
                .as("who has no holidays misses none")
                .isEmpty();
        at("2026-11-01T00:00:00Z").takeOver(site, 2026);

        assertThat(at("2026-11-26T00:00:00Z").missing(site)).isEmpty();
        assertThat(at("2026-12-30T00:00:00Z").missing(site))
                .hasValueSatisfying(one -> assertThat(one.params()).containsEntry("year", "2027"));
    }

    private Holidays at(String time) {
        return new Holidays(core.jdbi(), core.keys(), Clock.fixed(Instant.parse(time), ZoneOffset.UTC));
    }
}
