/** A message that sees the conversation, to prove that the rule bites. */
@NullMarked
package dev.herald.architecture.planted.email.mime;

import org.jspecify.annotations.NullMarked;
