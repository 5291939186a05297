@NullMarked
package io.gatehouse.proof.rules;

import org.jspecify.annotations.NullMarked;
