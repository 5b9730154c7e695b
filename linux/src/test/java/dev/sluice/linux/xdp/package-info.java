@NullMarked
package dev.sluice.linux.xdp;

import org.jspecify.annotations.NullMarked;
