@NullMarked
package dev.sluice.director.path;

import org.jspecify.annotations.NullMarked;
