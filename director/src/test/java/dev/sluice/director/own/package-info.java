@NullMarked
package dev.sluice.director.own;

import org.jspecify.annotations.NullMarked;
