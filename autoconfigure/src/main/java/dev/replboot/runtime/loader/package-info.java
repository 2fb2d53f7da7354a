/**
 * The class loader that a runtime lives in.
 */
@NullMarked
package dev.replboot.runtime.loader;

import org.jspecify.annotations.NullMarked;
