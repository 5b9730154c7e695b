@NullMarked
package dev.sluice.linux.device;

import org.jspecify.annotations.NullMarked;
