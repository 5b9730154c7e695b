@NullMarked
package dev.sluice.director.sync;

import org.jspecify.annotations.NullMarked;
