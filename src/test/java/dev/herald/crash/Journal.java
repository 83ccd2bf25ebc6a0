package dev.herald.crash;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.herald.sandbox.engine.EngineRecords;
import io.camunda.zeebe.process.test.api.RecordStreamSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What became of the process instances, read from the engine's records. */
final class Journal {
    private static final JsonMapper JSON = new JsonMapper();

    private final RecordStreamSource source;
    private final Map<String, Set<Long>> instances = new HashMap<>();
    private final Map<Long, List<String>> histories = new HashMap<>();
    private final Set<Long> completed = new HashSet<>();
    private final Map<Long, String> statuses = new HashMap<>();
    private final Map<Long, Incident> incidents = new HashMap<>();
    private int seen;

    Journal(RecordStreamSource source) {
        this.source = source;
    }

    record Incident(long key, long jobKey, long instance, String text) {}

    /** The instances that are about a recipient. */
    Set<Long> instances(String recipient) {
        return instances.getOrDefault(recipient, Set.of());
    }

    boolean isCompleted(long instance) {
        return completed.contains(instance);
    }

    /** The {@code status} of the result that the instance's action wrote. */
    String status(long instance) {
        return statuses.getOrDefault(instance, "none");
    }

    /** What happened to the instance's jobs and incidents, and when. */
    List<String> history(long instance) {
        return histories.getOrDefault(instance, List.of());
    }

    /** The open ones. */
    Collection<Incident> incidents() {
        return List.copyOf(incidents.values());
    }

    /** Reads what is new. */
    void read() {
        List<String> records = EngineRecords.from(source, seen);
        seen += records.size();
        for (String record : records) {
            try {
                apply(JSON.readTree(record));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void apply(JsonNode record) {
        if (!"EVENT".equals(record.path("recordType").asText())) {
            return;
        }
        JsonNode value = record.path("value");
        long instance = value.path("processInstanceKey").asLong();
        String type = record.path("valueType").asText();
        if (type.equals("JOB") || type.equals("INCIDENT") || type.equals("VARIABLE")) {
            histories.computeIfAbsent(instance, any -> new ArrayList<>())
                    .add("%s %s %s %s %s".formatted(Instant.ofEpochMilli(record.path("timestamp").asLong()), type,
                            record.path("intent").asText(), value.path("name").asText(),
                            value.path("errorMessage").asText()));
        }
        switch (type + " " + record.path("intent").asText()) {
            case "VARIABLE CREATED" -> {
                if (Set.of("recipient", "phoneNumber").contains(value.path("name").asText())) {
                    String recipient = value.path("value").asText().replaceAll("[\\[\\]\"]|@.*", "");
                    instances.computeIfAbsent(recipient, any -> new HashSet<>()).add(instance);
                }
            }
            case "PROCESS_INSTANCE ELEMENT_COMPLETED" -> {
                if (value.path("bpmnElementType").asText().equals("PROCESS")) {
                    completed.add(instance);
                }
            }
            case "JOB COMPLETED" ->
                value.path("variables").forEach(result -> statuses.put(instance, result.path("status").asText()));
            case "INCIDENT CREATED" ->
                incidents.put(record.path("key").asLong(), new Incident(record.path("key").asLong(),
                        value.path("jobKey").asLong(), instance, value.path("errorMessage").asText()));
            case "INCIDENT RESOLVED" -> incidents.remove(record.path("key").asLong());
            default -> {
                // the engine records much more
            }
        }
    }
}
