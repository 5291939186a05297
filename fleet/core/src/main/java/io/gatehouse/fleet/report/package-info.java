/**
 * Reports of rounds as people get them: one content, made of the numbers that the console shows, drawn as CSV, as a workbook
 * or as PDF. Plain and blocking; on workers.
 */
@NullMarked
package io.gatehouse.fleet.report;

import org.jspecify.annotations.NullMarked;
