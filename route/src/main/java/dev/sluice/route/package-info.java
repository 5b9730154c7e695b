/**
 * How a request finds its rule: by its host, then by the longest matching path.
 *
 * <p>Start at {@link dev.sluice.route.RuleTable}, which is built aside by whoever applies a
 * configuration, never changes, and is then asked by every event loop at once without allocating.
 * {@link dev.sluice.route.RuleAnalysis} runs at validation, on any thread.
 */
@NullMarked
package dev.sluice.route;

import org.jspecify.annotations.NullMarked;
