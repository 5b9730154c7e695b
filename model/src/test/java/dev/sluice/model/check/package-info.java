/** Tests of reading whole files and checking whole catalogs. */
@NullMarked
package dev.sluice.model.check;

import org.jspecify.annotations.NullMarked;
