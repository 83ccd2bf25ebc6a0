package dev.herald.store;

import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;

/** What a database said when it failed. */
public final class DatabaseProblem {
    private DatabaseProblem() {}

    /** For an operator: the setting, and the database's own words. */
    public static String report(Throwable failure) {
        return ("The ledger's database (spring.datasource.url) failed. " + text(failure)).strip();
    }

    /** Its own words as a sentence, without the lines after the first, which may quote a row. */
    static String text(Throwable failure) {
        String text = said(failure).map(SQLException::getMessage).filter(Objects::nonNull)
                .reduce("", (outer, inner) -> inner).lines().findFirst().orElse("").strip();
        return text.isEmpty() || text.endsWith(".") ? text : text + ".";
    }

    /** What the database said in this failure, the closest to the cause last. */
    static Stream<SQLException> said(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).filter(SQLException.class::isInstance)
                .map(SQLException.class::cast);
    }
}
