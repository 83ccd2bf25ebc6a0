/** Writes the message as it goes over the wire (RFC 5322, MIME). */
@NullMarked
package dev.herald.email.mime;

import org.jspecify.annotations.NullMarked;
