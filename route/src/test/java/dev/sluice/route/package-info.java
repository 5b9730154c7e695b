/** Tests of the rule table. */
@NullMarked
package dev.sluice.route;

import org.jspecify.annotations.NullMarked;
