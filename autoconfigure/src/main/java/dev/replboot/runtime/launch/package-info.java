/**
 * Loads Clojure, in a class loader of its own or the application's.
 */
@NullMarked
package dev.replboot.runtime.launch;

import org.jspecify.annotations.NullMarked;
