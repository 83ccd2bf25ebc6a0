/** Herald as processes of their own, which are killed. */
@NullMarked
package dev.herald.crash;

import org.jspecify.annotations.NullMarked;
