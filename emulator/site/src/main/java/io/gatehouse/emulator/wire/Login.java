package io.gatehouse.emulator.wire;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.WireFormat;

/** Who a device is to its gateway, and which encoding it speaks. */
public record Login(DeviceId device, String secret, WireFormat format) {}
