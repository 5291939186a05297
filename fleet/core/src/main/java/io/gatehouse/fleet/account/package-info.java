/** Who may come in: accounts, sessions, API tokens, and the record of what they changed. Blocking; call on workers. */
@NullMarked
package io.gatehouse.fleet.account;

import org.jspecify.annotations.NullMarked;
