@NullMarked
package dev.herald.store;

import org.jspecify.annotations.NullMarked;
