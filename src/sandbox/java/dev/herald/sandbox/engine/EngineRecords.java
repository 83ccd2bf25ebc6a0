package dev.herald.sandbox.engine;

import io.camunda.zeebe.process.test.api.RecordStreamSource;
import io.camunda.zeebe.protocol.record.JsonSerializable;
import java.util.List;

/** What the in-memory engine wrote, as JSON. */
public final class EngineRecords {
    private EngineRecords() {}

    /**
     * All records from {@code first} on.
     * <p>
     * By reflection, since a compiler that fails on warnings can't read the signature: the type of a record is annotated
     * with what Zeebe leaves off the class path.
     */
    public static List<String> from(RecordStreamSource source, int first) {
        try {
            List<?> records = (List<?>) RecordStreamSource.class.getMethod("getRecords").invoke(source);
            return records.subList(first, records.size()).stream().map(JsonSerializable.class::cast)
                    .map(JsonSerializable::toJson).toList();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the record stream of this engine has another form", e);
        }
    }
}
