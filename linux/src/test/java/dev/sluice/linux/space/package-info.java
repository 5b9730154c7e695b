@NullMarked
package dev.sluice.linux.space;

import org.jspecify.annotations.NullMarked;
