/** A channel that breaks every rule, to prove that the rules bite. */
@NullMarked
package dev.herald.architecture.planted.email;

import org.jspecify.annotations.NullMarked;
