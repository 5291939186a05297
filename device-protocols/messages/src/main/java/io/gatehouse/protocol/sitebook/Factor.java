package io.gatehouse.protocol.sitebook;

/** How somebody is recognised: ONVIF's recognition types (pacs/types.xsd), and those of phones and printed passes. */
public enum Factor {
    CARD,
    PIN,
    FINGERPRINT,
    FACE,
    IRIS,
    VEIN,
    PALM,
    RETINA,
    LICENSE_PLATE,
    QR_CODE,
    MOBILE_BLE,
    ID_DOCUMENT,
    TEMP_CODE,
    BARCODE
}
