package dev.herald.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.herald.message.MessageRef;
import dev.herald.message.Progress;
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
        insert into herald_message as m (job_key, process_instance_key, tenant_id, state, owner, claimed_at, lease_until,
            first_attempt_at, attempts, epoch, fingerprint)
        select ?, ?, ?, 'pending', ?, ?, ?, ?, 1, epoch, ? from herald_ledger where epoch = ?
        on conflict (job_key) do update set
            process_instance_key = excluded.process_instance_key, tenant_id = excluded.tenant_id, state = excluded.state,
            owner = excluded.owner, claimed_at = excluded.claimed_at, lease_until = excluded.lease_until,
            attempts = case when m.epoch = excluded.epoch then m.attempts + 1 else 1 end,
            first_attempt_at = case when m.epoch = excluded.epoch and m.state in ('released', 'pending')
                then coalesce(m.first_attempt_at, excluded.first_attempt_at) else excluded.first_attempt_at end,
            progress = case when m.epoch = excluded.epoch or m.owner = ? then m.progress end,
            message_id = null, details = null, settled_at = null, epoch = excluded.epoch,
            fingerprint = excluded.fingerprint
        where m.epoch < ?
            or m.owner = ? and (m.state in ('handed_over', 'unconfirmed') or m.epoch <> excluded.epoch)
            or (m.process_instance_key = excluded.process_instance_key or m.epoch <> excluded.epoch)
                and (m.state = 'released' and (m.progress is null or m.epoch = excluded.epoch)
                    or m.state = 'pending' and m.owner in (excluded.owner, ?))
        returning attempts, first_attempt_at, progress""";

    private static final String HAND_OVER = """
        update herald_message set state = 'handed_over', progress = ?, settled_at = ?
        where job_key = ? and owner = ? and state in ('pending', 'handed_over')""";

    private static final String GIVE_BACK = """
        update herald_message set state = 'released', attempts = attempts - 1, settled_at = claimed_at
        where job_key = ? and owner = ? and state in ('pending', 'handed_over')""";

    private static final String NOTE_UNCONFIRMED = """
        update herald_message set state = 'unconfirmed', settled_at = ?
        where job_key = ? and owner = ? and state = 'handed_over'""";

    private static final String SETTLE = """
        insert into herald_message as m (job_key, process_instance_key, tenant_id, state, owner, claimed_at, lease_until,
            first_attempt_at, attempts, progress, message_id, details, settled_at, epoch, fingerprint)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (job_key) do update set
            state = excluded.state, first_attempt_at = excluded.first_attempt_at, attempts = excluded.attempts,
            progress = excluded.progress, message_id = excluded.message_id, details = excluded.details,
            settled_at = excluded.settled_at
        where m.process_instance_key = excluded.process_instance_key and m.state <> 'accepted'
            and (m.owner = excluded.owner or excluded.state = 'accepted' and m.epoch = excluded.epoch)""";

    private static final String COLUMNS = """
        select job_key, process_instance_key, tenant_id, state, owner, claimed_at, lease_until, first_attempt_at, attempts,
            progress, message_id, details, settled_at, epoch, fingerprint
        from herald_message""";

    private static final String FIND = COLUMNS + " where job_key = ?";

    private static final String FIND_BY_ID = COLUMNS + " where message_id = ? order by settled_at desc limit 1";

    private static final String PRUNE = """
        delete from herald_message where job_key in (
            select job_key from herald_message
            where state in ('released', 'accepted', 'queued') and settled_at < ?
            order by settled_at limit ?)""";

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Object>> DETAILS = new TypeReference<>() {};
    private static final TypeReference<Progress> PROGRESS = new TypeReference<>() {};

    private Rows() {}

    /**
     * Whose place a claim may take beside that of a released one; null for nobody's.
     *
     * @param pending the owner of a claim under which nothing was handed over
     * @param other the owner of one of which nobody knows what became
     */
    record Superseded(@Nullable String pending, @Nullable String other) {
        static final Superseded NOBODY = new Superseded(null, null);

        static Superseded pending(Row row) {
            return new Superseded(row.owner(), null);
        }

        static Superseded other(Row row) {
            return new Superseded(null, row.owner());
        }
    }

    /**
     * Claims the message if it is free or claimed by this very claim, and its epoch is the current one.
     *
     * @param validSince rows of epochs before leave it free
     * @return what stands now: this claim, or what was in its way; empty where that has just gone
     */
    static Optional<Row> claim(Session session, Row claim, long validSince, Superseded superseded) throws SQLException {
        PreparedStatement statement = session.prepare(CLAIM);
        statement.setLong(1, claim.ref().jobKey());
        statement.setLong(2, claim.ref().processInstanceKey());
        statement.setString(3, claim.ref().tenantId());
        statement.setString(4, claim.owner());
        statement.setLong(5, claim.claimedAt());
        statement.setLong(6, claim.leaseUntil());
        statement.setObject(7, claim.firstAttemptAt());
        statement.setString(8, claim.origin().fingerprint());
        statement.setLong(9, claim.origin().epoch());
        statement.setString(10, superseded.other());
        statement.setLong(11, validSince);
        statement.setString(12, superseded.other());
        statement.setString(13, superseded.pending());
        try (ResultSet granted = statement.executeQuery()) {
            if (granted.next()) {
                return Optional
                        .of(claim.attempt(granted.getInt(1), granted.getLong(2), progress(granted.getString(3))));
            }
        }
        return find(session, claim.ref().jobKey());
    }

    /** @return whether it was noted; not where the claim is another's or gone */
    static boolean handOver(Session session, Row row) throws SQLException {
        PreparedStatement statement = session.prepare(HAND_OVER);
        statement.setString(1, progress(row.progress()));
        statement.setObject(2, row.settledAt());
        statement.setLong(3, row.ref().jobKey());
        statement.setString(4, row.owner());
        return statement.executeUpdate() == 1;
    }

    /** Gives a claim back under which nothing was tried; what earlier attempts left stays. */
    static boolean giveBack(Session session, Row row) throws SQLException {
        PreparedStatement statement = session.prepare(GIVE_BACK);
        statement.setLong(1, row.ref().jobKey());
        statement.setString(2, row.owner());
        return statement.executeUpdate() == 1;
    }

    /** Notes that the worker of this claim, under which the message was handed over, is dead. */
    static boolean noteUnconfirmed(Session session, Row row, long now) throws SQLException {
        PreparedStatement statement = session.prepare(NOTE_UNCONFIRMED);
        statement.setLong(1, now);
        statement.setLong(2, row.ref().jobKey());
        statement.setString(3, row.owner());
        return statement.executeUpdate() == 1;
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
        statement.setString(3, row.ref().tenantId());
        statement.setString(4, row.state().column());
        statement.setString(5, row.owner());
        statement.setLong(6, row.claimedAt());
        statement.setLong(7, row.leaseUntil());
        statement.setObject(8, row.firstAttemptAt());
        statement.setInt(9, row.attempts());
        statement.setString(10, progress(row.progress()));
        statement.setString(11, id(row.messageId()));
        statement.setString(12, row.details().isEmpty() ? null : write(row.details()));
        statement.setObject(13, row.settledAt());
        statement.setLong(14, row.origin().epoch());
        statement.setString(15, row.origin().fingerprint());
        return statement.executeUpdate() == 1;
    }

    static Optional<Row> find(Session session, long jobKey) throws SQLException {
        PreparedStatement statement = session.prepare(FIND);
        statement.setLong(1, jobKey);
        return first(statement);
    }

    static Optional<Row> findByMessageId(Session session, String messageId) throws SQLException {
        PreparedStatement statement = session.prepare(FIND_BY_ID);
        statement.setString(1, id(messageId));
        return first(statement);
    }

    private static Optional<Row> first(PreparedStatement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery()) {
            return found.next() ? Optional.of(read(found)) : Optional.empty();
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

    private static Row read(ResultSet found) throws SQLException {
        String details = found.getString("details");
        MessageRef ref = new MessageRef(found.getLong("job_key"), found.getLong("process_instance_key"),
                found.getString("tenant_id"));
        return new Row(ref, new Row.Origin(found.getLong("epoch"), found.getString("fingerprint")),
                Row.State.of(found.getString("state")), found.getString("owner"),
                found.getLong("claimed_at"), found.getLong("lease_until"), milliseconds(found, "first_attempt_at"),
                found.getInt("attempts"), progress(found.getString("progress")), found.getString("message_id"),
                details == null ? Map.of() : parse(details, DETAILS), milliseconds(found, "settled_at"));
    }

    private static @Nullable Long milliseconds(ResultSet found, String column) throws SQLException {
        long value = found.getLong(column);
        return found.wasNull() ? null : value;
    }

    /** As a database takes it: PostgreSQL knows no such character. */
    private static @Nullable String id(@Nullable String messageId) {
        return messageId == null ? null : messageId.replace('\0', '?');
    }

    private static @Nullable String progress(Progress progress) throws SQLException {
        return progress.equals(Progress.NONE) ? null : write(progress);
    }

    private static Progress progress(@Nullable String column) throws SQLException {
        return column == null ? Progress.NONE : parse(column, PROGRESS);
    }

    private static String write(Object value) throws SQLException {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new SQLException("What is known of a message can't be written as JSON.", e);
        }
    }

    private static <T> T parse(String json, TypeReference<T> type) throws SQLException {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new SQLException("What is known of a message is not JSON.", e);
        }
    }
}
