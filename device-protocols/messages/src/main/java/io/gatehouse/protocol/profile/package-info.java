/**
 * Device profiles: what a model of device is, measures, can be told, can be set to, and how it is brought into service,
 * as data. A profile is one YAML file; whoever has a new device writes one and no code. Pure and immutable: reading files
 * is for the caller.
 */
@NullMarked
package io.gatehouse.protocol.profile;

import org.jspecify.annotations.NullMarked;
