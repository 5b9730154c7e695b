@NullMarked
package dev.sluice.director.own.vrrp;

import org.jspecify.annotations.NullMarked;
