package dev.herald.ledger;

import dev.herald.message.later.AcceptedMessages;
import dev.herald.store.DatabaseProblem;
import dev.herald.store.GroupCommit;
import java.sql.SQLException;
import java.util.Optional;

/** The rows of accepted messages, for those who hear of them later. */
final class AcceptedRows implements AcceptedMessages {
    private final GroupCommit database;

    AcceptedRows(GroupCommit database) {
        this.database = database;
    }

    @Override
    public Optional<Known> of(long jobKey) {
        return known(session -> Rows.find(session, jobKey));
    }

    @Override
    public Optional<Known> withId(String messageId) {
        return known(session -> Rows.findByMessageId(session, messageId));
    }

    private Optional<Known> known(GroupCommit.Work<Optional<Row>> question) {
        try {
            return database.note(question).map(row -> new Known(row.ref(), row.messageId()));
        } catch (SQLException | RuntimeException e) {
            throw new LedgerUnavailableException(DatabaseProblem.report(e), e);
        }
    }
}
