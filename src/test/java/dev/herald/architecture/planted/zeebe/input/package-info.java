/** An input that sees a channel, to prove that the rule bites. */
@NullMarked
package dev.herald.architecture.planted.zeebe.input;

import org.jspecify.annotations.NullMarked;
