/** Sends SMS over Twilio's REST API. */
@NullMarked
package dev.herald.sms;

import org.jspecify.annotations.NullMarked;
