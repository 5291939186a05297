/** Files that people keep their lists in, read row by row: CSV in any usual encoding, and XLSX. Plain and blocking. */
@NullMarked
package io.gatehouse.fleet.sheet;

import org.jspecify.annotations.NullMarked;
