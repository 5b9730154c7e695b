@NullMarked
package dev.sluice.director.worker;

import org.jspecify.annotations.NullMarked;
