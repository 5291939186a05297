/**
 * Who may pass where: people, credentials and a site's rules as they are kept, checked as a whole before they are, and
 * read from sheets. What a gateway gets of them is compiled in {@code sitebook}. Blocking; call on workers.
 */
@NullMarked
package io.gatehouse.fleet.access;

import org.jspecify.annotations.NullMarked;
