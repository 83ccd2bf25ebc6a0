package dev.herald.store;

import dev.herald.message.Turns;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Turns in the database that replicas share. Whoever has one counts on; who sees the count stand still for a minute, by a clock
 * of its own that nobody can set, takes over.
 */
final class JdbcTurns implements Turns {
    private static final long SILENCE = Duration.ofMinutes(1).toNanos();

    private final GroupCommit database;
    private final boolean alone;
    private final LongSupplier nanoTime;
    private final String me = UUID.randomUUID().toString();
    private final ConcurrentMap<String, Sighting> sightings = new ConcurrentHashMap<>();

    private record Beat(String owner, long count) {}

    private record Sighting(Beat beat, long since) {}

    /**
     * @param alone whether no other process can be at work on this database, so that another's turn is a dead one's
     * @param nanoTime as {@link System#nanoTime}
     */
    JdbcTurns(GroupCommit database, boolean alone, LongSupplier nanoTime) {
        this.database = database;
        this.alone = alone;
        this.nanoTime = nanoTime;
    }

    @Override
    public boolean isMine(String work) {
        try {
            return database.note(session -> isMine(session, work));
        } catch (SQLException e) {
            throw new IllegalStateException(DatabaseProblem.report(e), e);
        }
    }

    private boolean isMine(Session session, String work) throws SQLException {
        Optional<Beat> standing = find(session, work);
        if (standing.isEmpty()) {
            return update(session, "insert into herald_turn (owner, work, beat) values (?, ?, 0)"
                    + " on conflict (work) do nothing", work);
        }
        Beat beat = standing.get();
        if (!beat.owner().equals(me) && !isDead(work, beat)) {
            return false;
        }
        PreparedStatement statement = session
                .prepare("update herald_turn set owner = ?, beat = beat + 1 where work = ? and owner = ? and beat = ?");
        statement.setString(1, me);
        statement.setString(2, work);
        statement.setString(3, beat.owner());
        statement.setLong(4, beat.count());
        return statement.executeUpdate() == 1;
    }

    private boolean isDead(String work, Beat beat) {
        long now = nanoTime.getAsLong();
        Sighting first = sightings.compute(work,
                (key, known) -> known != null && known.beat().equals(beat) ? known : new Sighting(beat, now));
        return alone || now - first.since() > SILENCE;
    }

    private static Optional<Beat> find(Session session, String work) throws SQLException {
        PreparedStatement statement = session.prepare("select owner, beat from herald_turn where work = ?");
        statement.setString(1, work);
        try (ResultSet found = statement.executeQuery()) {
            return found.next() ? Optional.of(new Beat(found.getString(1), found.getLong(2))) : Optional.empty();
        }
    }

    @Override
    public void end(String work) {
        try {
            database.note(session -> update(session, "delete from herald_turn where owner = ? and work = ?", work));
        } catch (SQLException | RuntimeException e) {
            // another takes it once it was silent for long enough
        }
    }

    private boolean update(Session session, String sql, String work) throws SQLException {
        PreparedStatement statement = session.prepare(sql);
        statement.setString(1, me);
        statement.setString(2, work);
        return statement.executeUpdate() == 1;
    }
}
