/** Reads a job's variables as what the action is to send. */
@NullMarked
package dev.herald.zeebe.input;

import org.jspecify.annotations.NullMarked;
