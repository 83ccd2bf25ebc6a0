/** A conversation that sees the message and Jakarta Mail, to prove that the rules bite. */
@NullMarked
package dev.herald.architecture.planted.email.smtp;

import org.jspecify.annotations.NullMarked;
