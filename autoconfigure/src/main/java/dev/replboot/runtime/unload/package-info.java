/**
 * Lets go of a runtime: finds what still holds it, undoes what can be undone, names the
 * rest.
 */
@NullMarked
package dev.replboot.runtime.unload;

import org.jspecify.annotations.NullMarked;
