/** A process's tie to control: it joins, follows configurations and reports. */
@NullMarked
package dev.sluice.node;

import org.jspecify.annotations.NullMarked;
