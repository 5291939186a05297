/** Devices over CoAP and DTLS (Californium). Its threads hand over to the gateway's context in one line. */
@NullMarked
package io.gatehouse.gateway.ingress.coap;

import org.jspecify.annotations.NullMarked;
