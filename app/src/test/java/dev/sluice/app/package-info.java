/** The program as its users meet it: real processes, real sockets, port 0. */
@NullMarked
package dev.sluice.app;

import org.jspecify.annotations.NullMarked;
