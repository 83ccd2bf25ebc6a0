package dev.herald.guardrail;

import dev.herald.store.Session;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The statements of the budgets, which SQLite and PostgreSQL both understand. */
final class BudgetRows {
    private static final String NOTE_CHARGE = """
        insert into herald_charge as c (job_key, charged_at, epoch) values (?, ?, ?)
        on conflict (job_key) do update set charged_at = excluded.charged_at, epoch = excluded.epoch
        where c.epoch <> excluded.epoch""";

    private static final String SPEND = """
        insert into herald_budget as b (scope, used, touched_at) values (?, ?, ?)
        on conflict (scope) do update set used = b.used + excluded.used, touched_at = excluded.touched_at
        where b.used + excluded.used <= ?""";

    private BudgetRows() {}

    /** Which cluster the ledger belongs to now: keys mean something only there. */
    static long epoch(Session session) throws SQLException {
        try (ResultSet rows = session.prepare("select epoch from herald_ledger").executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** @return whether it was not charged before */
    static boolean noteCharge(Session session, long jobKey, long now, long epoch) throws SQLException {
        return update(session, NOTE_CHARGE, jobKey, now, epoch) == 1;
    }

    static void forgetCharge(Session session, long jobKey) throws SQLException {
        update(session, "delete from herald_charge where job_key = ?", jobKey);
    }

    /** @return whether that much was left */
    static boolean spend(Session session, Budget budget, int units, long now) throws SQLException {
        return update(session, SPEND, budget.scope(), (long) units, now, (long) budget.most()) == 1;
    }

    static int left(Session session, Budget budget) throws SQLException {
        PreparedStatement statement = session.prepare("select used from herald_budget where scope = ?");
        statement.setString(1, budget.scope());
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? (int) (budget.most() - rows.getLong(1)) : budget.most();
        }
    }

    static void giveBack(Session session, Budget budget, int units) throws SQLException {
        update(session, "update herald_budget set used = used - ? where scope = ?", (long) units, budget.scope());
    }

    /**
     * Deletes what has not been touched for long.
     *
     * @param before in milliseconds since 1970
     * @return how many rows
     */
    static int prune(Session session, long before, int most) throws SQLException {
        return update(session, """
            delete from herald_charge where job_key in (
                select job_key from herald_charge where charged_at < ? order by charged_at limit ?)""", before, most)
                + update(session, """
                    delete from herald_budget where scope in (
                        select scope from herald_budget where touched_at < ? order by touched_at limit ?)""", before,
                        most);
    }

    private static int update(Session session, String sql, Object... values) throws SQLException {
        PreparedStatement statement = session.prepare(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement.executeUpdate();
    }
}
