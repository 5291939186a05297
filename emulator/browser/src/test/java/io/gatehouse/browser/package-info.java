/** The pages in a real Chromium, against the whole demo. Skips with a reason where no browser is installed. */
@NullMarked
package io.gatehouse.browser;

import org.jspecify.annotations.NullMarked;
