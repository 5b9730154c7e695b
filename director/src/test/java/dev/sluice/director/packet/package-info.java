/** Tests of headers and checksums against independent arithmetic and captured bytes. */
@NullMarked
package dev.sluice.director.packet;

import org.jspecify.annotations.NullMarked;
