package dev.herald.ledger;

import dev.herald.message.LedgerId;
import dev.herald.store.Session;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time of one cluster, as the ledger's own row has it.
 *
 * @param validSince rows of epochs before this one count no more
 * @param cluster what {@code herald.ledger.cluster} said when it began
 * @param markedTenant for whom its mark was left in the cluster; null while it was not
 */
record Epoch(LedgerId ledger, long number, long validSince, String cluster, @Nullable String markedTenant) {

    private static final Logger LOG = LoggerFactory.getLogger(Epoch.class);

    /** What is left in its cluster. */
    String mark() {
        return ledger.mac("cluster", Long.toString(number));
    }

    static Epoch current(Session session) throws SQLException {
        try (ResultSet found = session
                .prepare("select id, epoch, valid_since, cluster, marked_tenant from herald_ledger")
                .executeQuery()) {
            if (!found.next()) {
                throw new SQLException("The table herald_ledger is empty.");
            }
            return new Epoch(new LedgerId(found.getString(1)), found.getLong(2), found.getLong(3), found.getString(4),
                    found.getString(5));
        }
    }

    /** The current one, or a new one where that was begun under another name. */
    static Epoch opened(Session session, String name) throws SQLException {
        Epoch epoch = current(session);
        if (epoch.cluster.equals(name)) {
            return epoch;
        }
        LOG.warn("The ledger begins anew for a cluster of another name: what it knows counts no more"
                + " (herald.ledger.cluster)");
        return epoch.anew(session, name);
    }

    /** Begins the next one, unless somebody has: the cluster is another. */
    Epoch next(Session session) throws SQLException {
        PreparedStatement statement = session
                .prepare("update herald_ledger set epoch = epoch + 1, marked_tenant = null where epoch = ?");
        statement.setLong(1, number);
        statement.executeUpdate();
        return current(session);
    }

    /** An operator says that the cluster is another, so that nothing before counts; its messages have other ids, too. */
    private Epoch anew(Session session, String name) throws SQLException {
        byte[] id = new byte[16];
        new SecureRandom().nextBytes(id);
        PreparedStatement statement = session.prepare(
                """
                    update herald_ledger set id = ?, epoch = epoch + 1, valid_since = epoch + 1, cluster = ?, marked_tenant = null
                    where epoch = ?""");
        statement.setString(1, HexFormat.of().formatHex(id));
        statement.setString(2, name);
        statement.setLong(3, number);
        statement.executeUpdate();
        return current(session);
    }

    /** Notes that the mark was left. */
    Epoch marked(Session session, String tenantId) throws SQLException {
        PreparedStatement statement = session
                .prepare("update herald_ledger set marked_tenant = ? where epoch = ? and marked_tenant is null");
        statement.setString(1, tenantId);
        statement.setLong(2, number);
        statement.executeUpdate();
        return current(session);
    }
}
