/** A text that looks up, to prove that the rule bites. */
@NullMarked
package dev.herald.architecture.planted.sms.text;

import org.jspecify.annotations.NullMarked;
