/** The rules of CONTRIBUTING.md that a machine can check, over all modules. */
@NullMarked
package dev.sluice.app.rules;

import org.jspecify.annotations.NullMarked;
