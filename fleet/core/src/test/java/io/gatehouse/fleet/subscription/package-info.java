/** Reports that are mailed again and again. */
@org.jspecify.annotations.NullMarked
package io.gatehouse.fleet.subscription;
