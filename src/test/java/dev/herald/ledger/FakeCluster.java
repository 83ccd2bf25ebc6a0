package dev.herald.ledger;

import dev.herald.message.Cluster;
import dev.herald.store.TestStore;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/** A cluster that can be set up anew, and forget. */
final class FakeCluster implements Cluster {
    private final Set<String> marks = new HashSet<>();
    boolean same;
    boolean silent;
    boolean forbidden;
    int asked;

    /** What a ledger in that store knows of a cluster that is always the same. */
    static Epochs epochs(TestStore store) {
        FakeCluster cluster = new FakeCluster();
        cluster.same = true;
        return cluster.epochs(store, "", System::nanoTime);
    }

    /** What a ledger in that store knows of this cluster under a name. */
    Epochs epochs(TestStore store, String name, LongSupplier nanoTime) {
        try {
            return new Epochs(store.commits(), this, store.commits().run(session -> Epoch.opened(session, name)),
                    nanoTime);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void setUpAnew() {
        marks.clear();
    }

    @Override
    public String tenantId() {
        return "<default>";
    }

    @Override
    public Memory memoryOf(String mark, String tenantId) {
        asked++;
        if (silent) {
            throw new IllegalStateException("no answer");
        }
        if (forbidden) {
            return Memory.UNTOLD;
        }
        return same || marks.contains(mark) ? Memory.KNOWN : Memory.UNKNOWN;
    }

    @Override
    public void leave(String mark, String tenantId) {
        marks.add(mark);
    }
}
