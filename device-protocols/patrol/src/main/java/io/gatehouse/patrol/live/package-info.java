/** What a gateway keeps of today's rounds: what came, what was told, whom to tell next. Pure; on one thread. */
@NullMarked
package io.gatehouse.patrol.live;

import org.jspecify.annotations.NullMarked;
