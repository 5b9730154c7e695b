/** Tests of compiling catalogs. */
@NullMarked
package dev.sluice.model.compile;

import org.jspecify.annotations.NullMarked;
