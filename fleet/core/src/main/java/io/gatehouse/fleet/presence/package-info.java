/** What is true now, computed from facts: who is there, and what needs a person. Blocking; call on workers. */
@NullMarked
package io.gatehouse.fleet.presence;

import org.jspecify.annotations.NullMarked;
