/** Tests of reading and writing records. */
@NullMarked
package dev.sluice.model.shape;

import org.jspecify.annotations.NullMarked;
