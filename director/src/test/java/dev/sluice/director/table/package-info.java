@NullMarked
package dev.sluice.director.table;

import org.jspecify.annotations.NullMarked;
