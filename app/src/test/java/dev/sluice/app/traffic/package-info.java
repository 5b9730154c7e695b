/** Traffic of every kind through a whole installation, with the clients that people really use. */
@NullMarked
package dev.sluice.app.traffic;

import org.jspecify.annotations.NullMarked;
