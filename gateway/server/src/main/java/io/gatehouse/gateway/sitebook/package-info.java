/** The site's replica of what the fleet decided: checked, kept in two slots, swapped as a whole. Files are touched on workers, snapshots are read anywhere. */
@NullMarked
package io.gatehouse.gateway.sitebook;

import org.jspecify.annotations.NullMarked;
