/**
 * Paper: documents in PDF with Chinese and Latin text, codes and tables, laid out in millimetres from the upper left
 * corner. The font lies beside the code (a part of Noto Sans SC, SIL Open Font License): the 9,226 characters of GB 2312
 * and of the table of general standard characters, and Latin; of it a document embeds what it uses. Plain, in memory and
 * blocking; whatever is made here belongs to one thread.
 */
@NullMarked
package io.gatehouse.fleet.pdf;

import org.jspecify.annotations.NullMarked;
