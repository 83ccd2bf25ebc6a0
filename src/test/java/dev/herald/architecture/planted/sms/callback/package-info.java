/** A callback that looks up, to prove that the rule bites. */
@NullMarked
package dev.herald.architecture.planted.sms.callback;

import org.jspecify.annotations.NullMarked;
