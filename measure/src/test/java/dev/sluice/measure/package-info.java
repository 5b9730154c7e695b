/** Tests of counters and their text; {@code Exposition} reads the text as strictly as it can. */
@NullMarked
package dev.sluice.measure;

import org.jspecify.annotations.NullMarked;
