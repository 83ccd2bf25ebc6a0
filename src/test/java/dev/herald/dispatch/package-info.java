@NullMarked
package dev.herald.dispatch;

import org.jspecify.annotations.NullMarked;
