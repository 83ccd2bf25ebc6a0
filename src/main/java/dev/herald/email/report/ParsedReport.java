package dev.herald.email.report;

import java.util.List;

/**
 * A message that says what became of another.
 *
 * @param statuses one at least
 * @param structured whether it is a report by its form (RFC 3464, RFC 5965); otherwise only the address that it was sent to
 *        can prove which message it is about
 */
record ParsedReport(List<RecipientStatus> statuses, boolean structured) {
    ParsedReport {
        statuses = List.copyOf(statuses);
    }
}
