/** What becomes known of a message after its acceptance. */
@NullMarked
package dev.herald.message.later;

import org.jspecify.annotations.NullMarked;
