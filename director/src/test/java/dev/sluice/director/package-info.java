@NullMarked
package dev.sluice.director;

import org.jspecify.annotations.NullMarked;
