/**
 * How directors tell each other of their sessions, so that a connection outlives the machine that
 * forwarded it. {@code docs/wire/sync.md} draws the messages and tells the rules.
 *
 * <p>Everything here is a state machine: no thread, no socket, no clock. Time, randomness and what
 * is received come in by methods, what is to be sent goes out by an interface, so that whole
 * clusters run as a seeded simulation in tests.
 *
 * <p>Start at {@link dev.sluice.director.sync.SessionSync}, which draws how the parts work
 * together; {@link dev.sluice.director.sync.Datagram} draws the messages. One thread owns it all,
 * but for {@link dev.sluice.director.sync.WorkerEnd}, which each worker has one of: {@link
 * dev.sluice.director.sync.WorkerSessions} draws what is between them.
 *
 * <p>{@code director.sync.run} has the thread, the sockets and the files.
 */
@NullMarked
package dev.sluice.director.sync;

import org.jspecify.annotations.NullMarked;
