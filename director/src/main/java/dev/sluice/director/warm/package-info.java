/** What forwards is compiled before anybody waits for it. */
@NullMarked
package dev.sluice.director.warm;

import org.jspecify.annotations.NullMarked;
