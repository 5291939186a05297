package io.gatehouse.browser;

import io.gatehouse.browser.Chromium.Look;
import org.junit.jupiter.api.Tag;

/** The long form: the same at a desk in English. */
@Tag("long")
class WhatIfPagesAtADeskTest extends WhatIfPages {

    WhatIfPagesAtADeskTest() {
        super(new Reader(Look.DESK, "Start a muster", "End the muster", "Done", "Taken for granted", "e"));
    }
}
