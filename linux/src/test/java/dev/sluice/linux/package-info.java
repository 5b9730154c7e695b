@NullMarked
package dev.sluice.linux;

import org.jspecify.annotations.NullMarked;
