/**
 * Rewrites class files so that what they do can be stopped.
 */
@NullMarked
package dev.replboot.runtime.weave;

import org.jspecify.annotations.NullMarked;
