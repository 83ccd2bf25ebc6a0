/** What goes with an email as a file, and how it is read. */
@NullMarked
package dev.herald.message.file;

import org.jspecify.annotations.NullMarked;
