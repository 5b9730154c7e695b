@NullMarked
package dev.sluice.director.own.speak;

import org.jspecify.annotations.NullMarked;
