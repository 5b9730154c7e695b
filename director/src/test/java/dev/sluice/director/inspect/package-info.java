/** Tests of the looking into a director. */
@NullMarked
package dev.sluice.director.inspect;

import org.jspecify.annotations.NullMarked;
