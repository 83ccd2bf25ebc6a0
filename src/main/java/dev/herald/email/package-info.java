/** Sends email over SMTP. */
@NullMarked
package dev.herald.email;

import org.jspecify.annotations.NullMarked;
