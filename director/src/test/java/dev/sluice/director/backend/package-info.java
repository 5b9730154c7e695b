@NullMarked
package dev.sluice.director.backend;

import org.jspecify.annotations.NullMarked;
