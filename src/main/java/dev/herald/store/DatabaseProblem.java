package dev.herald.store;

import java.sql.SQLException;

/** What a database said when it failed. */
public final class DatabaseProblem {
    private DatabaseProblem() {}

    /** Its own words as a sentence, without the lines after the first, which may quote a row. */
    public static String text(Throwable failure) {
        String text = "";
        for (Throwable next = failure; next != null; next = next.getCause()) {
            if (next instanceof SQLException said && said.getMessage() != null) {
                text = said.getMessage().lines().findFirst().orElse("").strip();
            }
        }
        return text.isEmpty() || text.endsWith(".") ? text : text + ".";
    }
}
