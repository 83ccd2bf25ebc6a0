/** What can be sent, who may receive it, and what became of it: plain Java that sees nothing else. */
@NullMarked
package dev.herald.message;

import org.jspecify.annotations.NullMarked;
