/**
 * Knows which evaluation a thread works for, and stops it.
 */
@NullMarked
package dev.replboot.runtime.stop;

import org.jspecify.annotations.NullMarked;
