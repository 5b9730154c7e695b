/**
 * JSON and YAML text to trees and back. Start at {@link dev.sluice.control.document.TreeParser}.
 *
 * <p>The text is untrusted: whatever is wrong with it becomes a {@code Problem} with its line. Pure
 * functions, any thread.
 */
@NullMarked
package dev.sluice.control.document;

import org.jspecify.annotations.NullMarked;
