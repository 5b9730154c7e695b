@NullMarked
package dev.sluice.director.own.bfd;

import org.jspecify.annotations.NullMarked;
