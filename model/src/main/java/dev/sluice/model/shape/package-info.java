/**
 * Reads records from trees and writes them back, by their {@link dev.sluice.model.shape.Field}
 * annotations alone: units, ranges, defaults and documentation stand once, on the record component.
 * Start at {@link dev.sluice.model.shape.RecordReader}. Pure functions, any thread.
 */
@NullMarked
package dev.sluice.model.shape;

import org.jspecify.annotations.NullMarked;
