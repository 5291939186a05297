/**
 * The fleet's HTTP side put together: listeners, headers, the console's files, health and metrics, the API and the live
 * stream. Holds no rules of the business and no SQL; blocking calls go to a named pool.
 */
@NullMarked
package io.gatehouse.fleet.web;

import org.jspecify.annotations.NullMarked;
