/**
 * Tests of the runtime and what they share.
 */
package dev.replboot.runtime;
