/** The one form of a text, a domain or a name, and what may be shown of it. */
@NullMarked
package dev.herald.message.text;

import org.jspecify.annotations.NullMarked;
