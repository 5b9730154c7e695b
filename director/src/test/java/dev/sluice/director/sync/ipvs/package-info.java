@NullMarked
package dev.sluice.director.sync.ipvs;

import org.jspecify.annotations.NullMarked;
