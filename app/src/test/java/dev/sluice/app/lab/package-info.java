/** What a lab begins with, and labs end to end. */
@NullMarked
package dev.sluice.app.lab;

import org.jspecify.annotations.NullMarked;
