/** Servers on this machine in place of the providers: SMTP and Twilio's REST API, with what arrived there. */
@NullMarked
package dev.herald.sandbox.local;

import org.jspecify.annotations.NullMarked;
