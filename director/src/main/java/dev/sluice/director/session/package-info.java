/**
 * What a director remembers of connections and of clients without one: sessions, off heap, under an
 * index; when they end; and the local addresses and ports that stand for clients.
 *
 * <p>Start at {@link dev.sluice.director.session.SessionTable}; {@link
 * dev.sluice.director.session.Session} draws an entry. Each table has one owner: its worker.
 */
@NullMarked
package dev.sluice.director.session;

import org.jspecify.annotations.NullMarked;
