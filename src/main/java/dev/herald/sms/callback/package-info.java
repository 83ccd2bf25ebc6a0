/** Takes Twilio's reports on what became of a message. */
@NullMarked
package dev.herald.sms.callback;

import org.jspecify.annotations.NullMarked;
