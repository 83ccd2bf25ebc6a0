/** A document that sees a channel, to prove that the rule bites. */
@NullMarked
package dev.herald.architecture.planted.document;

import org.jspecify.annotations.NullMarked;
