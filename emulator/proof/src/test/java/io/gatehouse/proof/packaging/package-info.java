/** Holds what is shipped beside the jars to the settings that the servers really have. */
@NullMarked
package io.gatehouse.proof.packaging;

import org.jspecify.annotations.NullMarked;
