/** Tests of schedulers, tables and stickiness; {@link dev.sluice.balance.Bed} has their servers. */
@NullMarked
package dev.sluice.balance;

import org.jspecify.annotations.NullMarked;
