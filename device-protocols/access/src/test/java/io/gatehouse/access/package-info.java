/** Tests of the decision, rule by rule, without anything around it. */
@NullMarked
package io.gatehouse.access;

import org.jspecify.annotations.NullMarked;
