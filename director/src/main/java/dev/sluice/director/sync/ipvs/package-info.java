/**
 * The gateway to Linux IPVS: sessions as LVS directors tell each other of them, so that a fleet of
 * those moves here, and back, under live connections. {@code docs/wire/ipvs-sync.md} draws the
 * messages and tells the rules.
 *
 * <p>Start at {@link dev.sluice.director.sync.ipvs.Gateway}. {@link
 * dev.sluice.director.sync.ipvs.MessageReader} and {@link
 * dev.sluice.director.sync.ipvs.MessageWriter} draw the bytes. Everything here is a state machine
 * as the rest of session synchronisation is: no thread, no socket, no clock. The thread that owns
 * the {@link dev.sluice.director.sync.SessionSync} owns a gateway too.
 */
@NullMarked
package dev.sluice.director.sync.ipvs;

import org.jspecify.annotations.NullMarked;
