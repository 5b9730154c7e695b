@NullMarked
package dev.sluice.director.forward;

import org.jspecify.annotations.NullMarked;
