/** Herald on one machine without any account: an engine, an SMTP server, a Twilio API, the examples and a page. */
@NullMarked
package dev.herald.sandbox;

import org.jspecify.annotations.NullMarked;
