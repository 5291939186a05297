/** Benchmarks (tag {@code bench}, {@code ./mvnw -q -Pbench [-Dbench=NAME]}): this project and its peers in one run. */
@NullMarked
package io.gatehouse.proof.bench;

import org.jspecify.annotations.NullMarked;
