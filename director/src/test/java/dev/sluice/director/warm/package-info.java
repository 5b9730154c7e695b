@NullMarked
package dev.sluice.director.warm;

import org.jspecify.annotations.NullMarked;
