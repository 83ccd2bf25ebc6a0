package dev.herald.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says in plain words why the ledger's database stops the start. */
class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<SQLException> {
    private static final String REPLICAS = "several of them need a PostgreSQL, as"
            + " spring.datasource.url=jdbc:postgresql://<host>/<database>.";

    private final Environment environment;

    DatabaseFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
        SQLException reason = DatabaseProblem.said(cause).reduce(cause, (outer, inner) -> inner);
        return reason instanceof SQLiteException sqlite ? file(sqlite, rootFailure) : server(reason, rootFailure);
    }

    private FailureAnalysis file(SQLiteException reason, Throwable failure) {
        String file = Database.file(environment.getProperty("spring.datasource.url", "")).map(Path::toString)
                .orElse("that spring.datasource.url names");
        return isBusy(reason.getResultCode())
                ? new FailureAnalysis("The ledger's file " + file + " is in use by another process.",
                        "Stop the other Herald. One file serves one process; " + REPLICAS, failure)
                : new FailureAnalysis(
                        "The ledger's file " + file + " can't be used: " + reason.getResultCode().message + ".",
                        "Make sure that Herald may write this file and its folder and that the disk has room, or name"
                                + " another one in spring.datasource.url.",
                        failure);
    }

    private static FailureAnalysis server(SQLException reason, Throwable failure) {
        return new FailureAnalysis(
                "The ledger's database (spring.datasource.url) can't be used: " + DatabaseProblem.text(reason)
                        + " Nothing is sent without it.",
                "Start the database, or correct spring.datasource.url, spring.datasource.username and"
                        + " spring.datasource.password; then start Herald again.",
                failure);
    }

    private static boolean isBusy(SQLiteErrorCode code) {
        return (code.code & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
    }
}
