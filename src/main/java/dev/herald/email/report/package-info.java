/** What becomes of an email after its acceptance: bounces, delivery reports and complaints, read from a mailbox. */
@NullMarked
package dev.herald.email.report;

import org.jspecify.annotations.NullMarked;
