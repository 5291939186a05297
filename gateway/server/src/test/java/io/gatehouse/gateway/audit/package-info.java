@NullMarked
package io.gatehouse.gateway.audit;

import org.jspecify.annotations.NullMarked;
