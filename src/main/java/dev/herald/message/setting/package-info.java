/** What settings say, and what stops the start. */
@NullMarked
package dev.herald.message.setting;

import org.jspecify.annotations.NullMarked;
