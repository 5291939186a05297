/** Tests of what is put into the journal. */
@NullMarked
package io.gatehouse.gateway.record;

import org.jspecify.annotations.NullMarked;
