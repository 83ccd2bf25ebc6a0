package dev.herald.store;

import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in plain words why the ledger's tables are not those that this Herald knows. */
class SchemaFailureAnalyzer extends AbstractFailureAnalyzer<FlywayValidateException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FlywayValidateException cause) {
        return String.valueOf(cause.getMessage()).contains("not resolved locally")
                ? new FailureAnalysis(
                        "The ledger (spring.datasource.url) was written by a newer Herald, whose notes this one may misread.",
                        "Start that version or a newer one, or name another ledger. To go back, restore a copy of the ledger"
                                + " from before, and find out what was sent since then.",
                        rootFailure)
                : new FailureAnalysis(
                        "The ledger's tables (spring.datasource.url) were made by another build of Herald: what makes them was"
                                + " changed since then (table herald_schema_history).",
                        "Start the build that made them or one that follows it, or name another ledger.", rootFailure);
    }
}
