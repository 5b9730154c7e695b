@NullMarked
package dev.sluice.director.filter;

import org.jspecify.annotations.NullMarked;
