/** Reads address fields and holds every mailbox to what SMTP can carry. */
@NullMarked
package dev.herald.email.address;

import org.jspecify.annotations.NullMarked;
