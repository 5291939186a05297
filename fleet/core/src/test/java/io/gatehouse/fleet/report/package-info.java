/** Reports of rounds as files. */
@org.jspecify.annotations.NullMarked
package io.gatehouse.fleet.report;
