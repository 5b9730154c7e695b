@NullMarked
package dev.sluice.linux.socket;

import org.jspecify.annotations.NullMarked;
