/** Tests of the journal: on a storage that breaks as real disks do, and on real files under kill -9. */
@NullMarked
package io.gatehouse.gateway.journal;

import org.jspecify.annotations.NullMarked;
