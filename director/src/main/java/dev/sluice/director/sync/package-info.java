/**
 * How directors tell each other of their sessions, so that a connection outlives the machine that
 * forwarded it. {@code docs/wire/sync.md} draws the messages and tells the rules.
 *
 * <p>Everything here is a state machine: no thread, no socket, no clock. Time, randomness and what
 * is received come in by methods, what is to be sent goes out by an interface, so that whole
 * clusters run as a seeded simulation in tests.
 *
 * <p>Start at {@link dev.sluice.director.sync.SessionSync}, which draws how the parts work
 * together; {@link dev.sluice.director.sync.Datagram} draws the messages. One thread owns it all.
 *
 * <p>Not wired: no director sends or takes these messages yet, and nothing outside of the package
 * uses it. {@link dev.sluice.director.sync.TableSessions} enters peers' sessions into a worker's
 * table and reads a worker's own; nobody calls it yet. There is nothing that carries messages
 * between processes.
 */
@NullMarked
package dev.sluice.director.sync;

import org.jspecify.annotations.NullMarked;
