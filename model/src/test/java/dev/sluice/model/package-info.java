/** What the tests of the model share. */
@NullMarked
package dev.sluice.model;

import org.jspecify.annotations.NullMarked;
