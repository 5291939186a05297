/** Site books against a disk that dies and a fleet that lies. */
@NullMarked
package io.gatehouse.gateway.sitebook;

import org.jspecify.annotations.NullMarked;
