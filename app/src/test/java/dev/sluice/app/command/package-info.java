/** The command line, as text in and text out. */
@NullMarked
package dev.sluice.app.command;

import org.jspecify.annotations.NullMarked;
