@NullMarked
package io.gatehouse.gateway.artifact;

import org.jspecify.annotations.NullMarked;
