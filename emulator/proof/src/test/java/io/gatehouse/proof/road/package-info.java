@NullMarked
package io.gatehouse.proof.road;

import org.jspecify.annotations.NullMarked;
