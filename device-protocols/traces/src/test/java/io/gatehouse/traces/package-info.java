@NullMarked
package io.gatehouse.traces;

import org.jspecify.annotations.NullMarked;
