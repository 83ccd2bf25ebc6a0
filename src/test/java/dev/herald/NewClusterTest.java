package dev.herald;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.pushback.Crowd;
import dev.herald.pushback.PushingSmtp;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine is thrown away, and another begins with the same keys, over one ledger. */
class NewClusterTest {
    private static final int MESSAGES = 12;
    private static final Duration LONGEST = Duration.ofMinutes(2);

    @Test
    void nothingIsCalledSentThatOnlyTheClusterBeforeSent(@TempDir Path folder) throws Exception {
        try (PushingSmtp server = new PushingSmtp((open, before, messages) -> "", Duration.ZERO)) {
            Map<String, Object> settings = new HashMap<>(Crowd.preset("default", server));
            try (Crowd first = new Crowd(folder, settings)) {
                first.emails("default", "m", MESSAGES);
                assertThat(first.await(LONGEST)).isEmpty();
            }
            acceptEveryKey(folder.resolve("ledger.db"));
            try (Crowd second = new Crowd(folder, settings)) {
                second.emails("default", "m", MESSAGES);
                Set<String> incidents = second.await(LONGEST);

                assertThat(incidents).isNotEmpty()
                        .allSatisfy(text -> assertThat(text).contains("herald.ledger.cluster", "Nothing was sent"));
                assertThat(server.taken().values().stream().mapToInt(Integer::intValue).sum())
                        .isEqualTo(MESSAGES + second.completed());
            }
            settings.put("herald.ledger.cluster", "third");
            try (Crowd third = new Crowd(folder, settings)) {
                third.emails("default", "n", MESSAGES);

                assertThat(third.await(LONGEST)).isEmpty();
                assertThat(server.taken()).hasSize(2 * MESSAGES);
            }
        }
    }

    /** As if that cluster had been at work for long: which of its keys the next one gives to jobs, nobody can tell. */
    private static void acceptEveryKey(Path ledger) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                        insert into herald_message (job_key, process_instance_key, state, owner, claimed_at, lease_until, attempts,
                            message_id, settled_at)
                        with recursive key (k) as (select min(job_key) - 100 from herald_message union all
                            select k + 1 from key where k < (select max(job_key) + 2000 from herald_message))
                        select k, k - 9, 'accepted', 'old/1', 1, 1, 1, '<old@acme.example>', 1 from key where true
                        on conflict do nothing""");
        }
    }
}
