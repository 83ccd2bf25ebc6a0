/** What the planted channel must not see. */
@NullMarked
package dev.herald.architecture.planted.sms;

import org.jspecify.annotations.NullMarked;
