/**
 * What woven code calls at every poll. Each runtime has a copy of its own.
 */
@NullMarked
package dev.replboot.runtime.poll;

import org.jspecify.annotations.NullMarked;
