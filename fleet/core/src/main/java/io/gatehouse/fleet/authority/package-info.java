/**
 * Which certificate authorities count, and how one takes the place of another (decision 0011). What is in force is kept in
 * the database, so that every node sees it; keys are files. Safe from any thread; what asks the database blocks.
 */
@NullMarked
package io.gatehouse.fleet.authority;

import org.jspecify.annotations.NullMarked;
