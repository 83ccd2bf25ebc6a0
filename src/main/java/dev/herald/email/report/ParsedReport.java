package dev.herald.email.report;

import java.util.List;

/**
 * A message that says what became of another.
 *
 * @param statuses one at least
 * @param provenByContent whether it may also prove by what it returns which message it is about: by its form (RFC 3464, RFC
 *        5965), or what a server answered, it is no answer of a person; otherwise only the address that it was sent to can
 */
record ParsedReport(List<RecipientStatus> statuses, boolean provenByContent) {
    ParsedReport {
        statuses = List.copyOf(statuses);
    }
}
