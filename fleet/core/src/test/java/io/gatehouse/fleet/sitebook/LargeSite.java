package io.gatehouse.fleet.sitebook;

import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.protocol.SiteId;

/** Fills a site with people, two credentials each, in plain SQL. */
final class LargeSite {

    private LargeSite() {}

    static void fill(FleetCore core, SiteId site, int people) {
        core.jdbi().useTransaction(handle -> {
            handle.execute("""
                    insert into schedule (site, id, name, weekly)
                    values (?, 'always', 'Always', '{"MON":["00:00-24:00"]}')
                    """, site.value());
            handle.execute(
                    "insert into access_profile (site, id, name, policies) values (?, 'all', 'All', '[]')",
                    site.value());
            handle.execute("""
                    insert into person (site, id, name, type, active)
                    select ?, 'p-' || lpad(n::text, 7, '0'), '住户 ' || n, 'OWNER', true from generate_series(1, ?) n
                    """, site.value(), people);
            handle.execute("""
                    insert into credential (site, ref, mask, person, state, profiles)
                    select ?, md5(n::text), '**' || n % 100, 'p-' || lpad((1 + n / 2)::text, 7, '0'), 'ENABLED', '{all}'
                    from generate_series(0, ?) n
                    """, site.value(), 2 * people - 1);
        });
    }

    static void rename(FleetCore core, SiteId site, int person, String name) {
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "update person set name = ? where site = ? and id = 'p-' || lpad(?::text, 7, '0')",
                        name,
                        site.value(),
                        person));
    }
}
