package dev.herald.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.herald.message.LedgerId;
import dev.herald.message.MessageRef;
import dev.herald.store.Session;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements of the ledger, which SQLite and PostgreSQL both understand. */
final class Rows {
    private static final String CLAIM = """
        insert into herald_message as m (job_key, process_instance_key, state, owner, claimed_at, lease_until,
            first_attempt_at, attempts)
        values (?, ?, 'claimed', ?, ?, ?, ?, 1)
        on conflict (job_key) do update set
            state = excluded.state, owner = excluded.owner, claimed_at = excluded.claimed_at,
            lease_until = excluded.lease_until, attempts = m.attempts + 1, settled_at = null, details = null,
            first_attempt_at = case when m.state = 'released'
                then coalesce(m.first_attempt_at, excluded.first_attempt_at) else excluded.first_attempt_at end
        where m.process_instance_key = excluded.process_instance_key
            and (m.state = 'released' or m.state in ('claimed', 'unconfirmed') and m.owner in (?, ?))
        returning attempts, first_attempt_at""";

    private static final String SETTLE = """
        insert into herald_message as m (job_key, process_instance_key, state, owner, claimed_at, lease_until,
            first_attempt_at, attempts, message_id, details, settled_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (job_key) do update set
            state = excluded.state, first_attempt_at = excluded.first_attempt_at, attempts = excluded.attempts,
            message_id = excluded.message_id, details = excluded.details, settled_at = excluded.settled_at
        where m.process_instance_key = excluded.process_instance_key and m.state <> 'accepted'
            and (m.owner = excluded.owner or excluded.state = 'accepted')""";

    private static final String FIND = """
        select process_instance_key, state, owner, claimed_at, lease_until, first_attempt_at, attempts, message_id,
            details, settled_at
        from herald_message where job_key = ?""";

    private static final String PRUNE = """
        delete from herald_message where job_key in (
            select job_key from herald_message
            where state in ('released', 'accepted', 'queued') and settled_at < ?
            order by settled_at limit ?)""";

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Object>> DETAILS = new TypeReference<>() {};

    private Rows() {}

    /**
     * Claims the message if it is free or claimed by this very claim.
     *
     * @param superseded the owner of another claim that may be replaced
     * @return what stands now: this claim, or what was in its way; empty where that has just gone
     */
    static Optional<Row> claim(Session session, Row claim, @Nullable String superseded) throws SQLException {
        PreparedStatement statement = session.prepare(CLAIM);
        statement.setLong(1, claim.ref().jobKey());
        statement.setLong(2, claim.ref().processInstanceKey());
        statement.setString(3, claim.owner());
        statement.setLong(4, claim.claimedAt());
        statement.setLong(5, claim.leaseUntil());
        statement.setObject(6, claim.firstAttemptAt());
        statement.setString(7, claim.owner());
        statement.setString(8, superseded);
        try (ResultSet granted = statement.executeQuery()) {
            if (granted.next()) {
                return Optional.of(claim.attempt(granted.getInt(1), granted.getLong(2)));
            }
        }
        return find(session, claim.ref().jobKey());
    }

    /**
     * Notes the outcome, unless the message was accepted or is another's by now; an acceptance is noted then, too.
     *
     * @return whether it was
     */
    static boolean settle(Session session, Row row) throws SQLException {
        PreparedStatement statement = session.prepare(SETTLE);
        statement.setLong(1, row.ref().jobKey());
        statement.setLong(2, row.ref().processInstanceKey());
        statement.setString(3, row.state().column());
        statement.setString(4, row.owner());
        statement.setLong(5, row.claimedAt());
        statement.setLong(6, row.leaseUntil());
        statement.setObject(7, row.firstAttemptAt());
        statement.setInt(8, row.attempts());
        String id = row.messageId();
        statement.setString(9, id == null ? null : id.replace('\0', '?')); // PostgreSQL knows no such character
        statement.setString(10, row.details().isEmpty() ? null : write(row.details()));
        statement.setObject(11, row.settledAt());
        return statement.executeUpdate() == 1;
    }

    static Optional<Row> find(Session session, long jobKey) throws SQLException {
        PreparedStatement statement = session.prepare(FIND);
        statement.setLong(1, jobKey);
        try (ResultSet found = statement.executeQuery()) {
            return found.next() ? Optional.of(read(jobKey, found)) : Optional.empty();
        }
    }

    static LedgerId ledgerId(Session session) throws SQLException {
        try (ResultSet found = session.prepare("select id from herald_ledger").executeQuery()) {
            if (!found.next()) {
                throw new SQLException("The table herald_ledger is empty.");
            }
            return new LedgerId(found.getString(1));
        }
    }

    /**
     * Deletes the oldest rows of messages about which nothing is open.
     *
     * @param before in milliseconds since 1970
     * @return how many
     */
    static int prune(Session session, long before, int most) throws SQLException {
        PreparedStatement statement = session.prepare(PRUNE);
        statement.setLong(1, before);
        statement.setInt(2, most);
        return statement.executeUpdate();
    }

    private static Row read(long jobKey, ResultSet found) throws SQLException {
        String details = found.getString("details");
        return new Row(new MessageRef(jobKey, found.getLong("process_instance_key")),
                Row.State.of(found.getString("state")), found.getString("owner"), found.getLong("claimed_at"),
                found.getLong("lease_until"), milliseconds(found, "first_attempt_at"), found.getInt("attempts"),
                found.getString("message_id"), details == null ? Map.of() : parse(details),
                milliseconds(found, "settled_at"));
    }

    private static @Nullable Long milliseconds(ResultSet found, String column) throws SQLException {
        long value = found.getLong(column);
        return found.wasNull() ? null : value;
    }

    private static String write(Map<String, Object> details) throws SQLException {
        try {
            return JSON.writeValueAsString(details);
        } catch (JsonProcessingException e) {
            throw new SQLException("The details of an accepted message can't be written as JSON.", e);
        }
    }

    private static Map<String, Object> parse(String details) throws SQLException {
        try {
            return JSON.readValue(details, DETAILS);
        } catch (JsonProcessingException e) {
            throw new SQLException("The details of an accepted message are not JSON.", e);
        }
    }
}
