/** Takes jobs from Zeebe and answers them with job commands. */
@NullMarked
package dev.herald.zeebe;

import org.jspecify.annotations.NullMarked;
