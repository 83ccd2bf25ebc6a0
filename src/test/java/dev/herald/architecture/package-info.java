/** Holds the arrows between the packages. */
@NullMarked
package dev.herald.architecture;

import org.jspecify.annotations.NullMarked;
