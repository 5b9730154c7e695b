/**
 * Whole installations in a test: backends, a configuration, clients and what they should see, in
 * one readable place.
 *
 * <p>Start at {@link dev.sluice.app.scenario.Scenario}. The test's thread drives; backends answer
 * on virtual threads.
 */
@NullMarked
package dev.sluice.app.scenario;

import org.jspecify.annotations.NullMarked;
