/**
 * Session synchronisation between processes: the thread that owns a {@link
 * dev.sluice.director.sync.SessionSync}, its sockets, its secret and its file.
 */
@NullMarked
package dev.sluice.director.sync.run;

import org.jspecify.annotations.NullMarked;
