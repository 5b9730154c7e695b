@NullMarked
package dev.sluice.director.session;

import org.jspecify.annotations.NullMarked;
