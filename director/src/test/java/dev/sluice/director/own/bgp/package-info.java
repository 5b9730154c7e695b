@NullMarked
package dev.sluice.director.own.bgp;

import org.jspecify.annotations.NullMarked;
