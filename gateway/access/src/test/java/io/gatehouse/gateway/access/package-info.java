/** Tests of the decision, rule by rule, without anything around it. */
@NullMarked
package io.gatehouse.gateway.access;

import org.jspecify.annotations.NullMarked;
