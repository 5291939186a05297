/** Enrolment over EST (RFC 7030), and what a phone needs to trust this server. */
@NullMarked
package io.gatehouse.fleet.web.est;

import org.jspecify.annotations.NullMarked;
