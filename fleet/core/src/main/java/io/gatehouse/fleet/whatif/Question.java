package io.gatehouse.fleet.whatif;

import io.gatehouse.protocol.SiteId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Would they get through there then?
 *
 * @param person or nothing: then the credential's
 * @param credential its reference, or nothing: then each one of the person's is asked about
 */
public record Question(
        SiteId site,
        @Nullable String person,
        @Nullable String credential,
        String accessPoint,
        Instant at,
        Assumed assumed) {

    /**
     * What is taken to be so at the site. Only the site itself knows; the fleet is asked about a time that may be yet to
     * come.
     *
     * @param threatLevel or nothing: the usual one
     * @param lockdown all doors are locked down
     * @param firstPerson whoever must come first has come
     * @param pin the right PIN is given where the credential has one
     * @param approved whoever is asked agrees
     * @param where id of the area that the person is in, {@link #OUTSIDE}, or nothing: not known
     */
    public record Assumed(
            @Nullable String threatLevel,
            boolean lockdown,
            boolean firstPerson,
            boolean pin,
            boolean approved,
            @Nullable String where) {

        public static final String OUTSIDE = "OUTSIDE";

        /** Nothing is known but that all is quiet. */
        public static final Assumed NOTHING = new Assumed(null, false, false, false, false, null);
    }
}
