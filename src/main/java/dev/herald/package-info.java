/** Starts Herald: binds the settings and wires the packages together. */
@NullMarked
package dev.herald;

import org.jspecify.annotations.NullMarked;
