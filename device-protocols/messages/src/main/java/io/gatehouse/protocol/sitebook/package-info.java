/** The site book: what the fleet decided for one gateway, compiled, versioned and signed. */
@NullMarked
package io.gatehouse.protocol.sitebook;

import org.jspecify.annotations.NullMarked;
