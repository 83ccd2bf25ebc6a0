package dev.herald.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.store.GroupCommit.Work;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Another replica's machine died in the middle of a transaction, and PostgreSQL keeps its locks. */
class DeadReplicaTest {
    private static final int LOCKED = 2;
    private final TestStore store;
    private final Connection dead;

    DeadReplicaTest() throws SQLException {
        String url = TestPostgres.shared().newDatabase();
        store = new TestStore(url);
        store.execute("create table thing (id int primary key, changes int not null)",
                "insert into thing select n, 0 from generate_series(1, 12) n");
        dead = DriverManager.getConnection(url);
        dead.setAutoCommit(false);
        change(LOCKED).on(new Session(dead));
    }

    @AfterEach
    void close() throws SQLException {
        dead.close();
        store.close();
    }

    @Test
    void failsOnlyTheWorkThatNeedsItsRows() throws SQLException {
        Map<Integer, Waiting<Integer>> changes = new LinkedHashMap<>();
        IntStream.rangeClosed(1, 12).forEach(id -> changes.put(id, new Waiting<>(change(id), true)));
        BlockingQueue<Waiting<?>> queue = new LinkedBlockingQueue<>(changes.values());
        Waiting<?> end = new Waiting<>(session -> "", false);
        queue.add(end);

        // the first four in one transaction
        new Writer(store.source(), Database.POSTGRESQL, new LedgerFile(Optional.empty()), 4, queue, end).run();

        Waiting<Integer> locked = changes.remove(LOCKED);
        assertThatThrownBy(locked::await).hasMessageContaining("lock timeout");
        for (Waiting<Integer> change : changes.values()) {
            assertThat(change.await()).isOne();
        }
        assertThat(store.number("select sum(changes) from thing")).isEqualTo(11);
    }

    @Test
    void onlyWhatMayBeForgottenDoesNotWaitForTheDisk() throws SQLException {
        Work<String> commits = session -> {
            try (ResultSet shown = session.prepare("show synchronous_commit").executeQuery()) {
                shown.next();
                return shown.getString(1);
            }
        };

        assertThat(store.commits().run(commits)).isEqualTo("on");
        store.commits().note(change(1));
        assertThat(store.commits().run(commits)).as("it was off for one transaction").isEqualTo("on");
    }

    @Test
    void losesItsLocksOnceItWasSilentForLong() throws SQLException {
        String limit = store.commits().run(session -> {
            try (ResultSet shown = session.prepare("show idle_in_transaction_session_timeout").executeQuery()) {
                shown.next();
                return shown.getString(1);
            }
        });

        assertThat(limit).isEqualTo("20s");
    }

    private static Work<Integer> change(int id) {
        return session -> session.prepare("update thing set changes = changes + 1 where id = " + id).executeUpdate();
    }
}
