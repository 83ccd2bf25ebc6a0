/** Speaks SMTP (RFC 5321): connections, logins, transactions, replies and what they mean. */
@NullMarked
package dev.herald.email.smtp;

import org.jspecify.annotations.NullMarked;
