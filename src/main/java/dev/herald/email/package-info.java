/** Sends email over SMTP: presets, the channel, one delivery and its outcome. */
@NullMarked
package dev.herald.email;

import org.jspecify.annotations.NullMarked;
