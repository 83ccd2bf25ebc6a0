/** Texts as they go over the air: alphabets, segments, and which of two is the other. */
@NullMarked
package dev.herald.sms.text;

import org.jspecify.annotations.NullMarked;
