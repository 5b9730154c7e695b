/** The command line's side of the admin API. */
@NullMarked
package dev.sluice.app.client;

import org.jspecify.annotations.NullMarked;
