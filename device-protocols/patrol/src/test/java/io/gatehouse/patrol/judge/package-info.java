/** Tests of verdicts beyond the conformance list. */
@NullMarked
package io.gatehouse.patrol.judge;

import org.jspecify.annotations.NullMarked;
