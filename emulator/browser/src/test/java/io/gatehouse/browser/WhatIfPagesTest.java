package io.gatehouse.browser;

import io.gatehouse.browser.Chromium.Look;

/** On a phone in Chinese. */
class WhatIfPagesTest extends WhatIfPages {

    WhatIfPagesTest() {
        super(new Reader(Look.PHONE, "开始集合点名", "结束集合点名", "已完成", "判定前提", "c"));
    }
}
