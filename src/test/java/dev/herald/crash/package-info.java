/** Herald as processes of their own, which are killed, told to end, cut off and listened to. */
@NullMarked
package dev.herald.crash;

import org.jspecify.annotations.NullMarked;
