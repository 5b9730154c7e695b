@NullMarked
package dev.sluice.director.offload;

import org.jspecify.annotations.NullMarked;
