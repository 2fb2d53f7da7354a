/**
 * What woven code calls instead of the JDK methods that would escape a stop.
 */
@NullMarked
package dev.replboot.runtime.hook;

import org.jspecify.annotations.NullMarked;
