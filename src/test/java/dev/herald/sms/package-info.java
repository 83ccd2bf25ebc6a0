/** Tests of the SMS channel. */
@NullMarked
package dev.herald.sms;

import org.jspecify.annotations.NullMarked;
