/** Reads Camunda documents into files, so that an email can carry them. */
@NullMarked
package dev.herald.document;

import org.jspecify.annotations.NullMarked;
