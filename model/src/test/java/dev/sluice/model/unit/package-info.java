/** Tests of quantities and addresses. */
@NullMarked
package dev.sluice.model.unit;

import org.jspecify.annotations.NullMarked;
