@NullMarked
package dev.sluice.director.sync.run;

import org.jspecify.annotations.NullMarked;
