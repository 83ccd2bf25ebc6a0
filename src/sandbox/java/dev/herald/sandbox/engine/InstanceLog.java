package dev.herald.sandbox.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.herald.message.ActionType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the engine's records together to instances, from their JSON form (the one that Zeebe's exporters write). Keeps the
 * newest ones; not thread-safe.
 */
final class InstanceLog {
    private static final int CAPACITY = 1000;
    /** What the engine puts in place of the element where no event catches the error. */
    private static final String UNCAUGHT = "NO_CATCH_EVENT_FOUND";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LinkedHashMap<Long, Story> oldestFirst = new LinkedHashMap<>();
    private long version;

    /** Grows with every change of an instance. */
    long version() {
        return version;
    }

    /** @param recordJson one record of the stream, in the order of the stream */
    void apply(String recordJson) {
        JsonNode record = parse(recordJson);
        if (!"EVENT".equals(record.path("recordType").textValue())) {
            return;
        }
        String intent = record.path("intent").asText();
        JsonNode value = record.path("value");
        String valueType = record.path("valueType").asText();
        if ("PROCESS_INSTANCE".equals(valueType) && "PROCESS".equals(value.path("bpmnElementType").textValue())
                && "ELEMENT_ACTIVATING".equals(intent)) {
            start(record);
        }
        Story story = oldestFirst.get(value.path("processInstanceKey").asLong());
        if (story != null) {
            version++;
            switch (valueType) {
                case "PROCESS_INSTANCE" -> applyElement(story, intent, value);
                case "VARIABLE" -> story.setVariable(value);
                case "JOB" -> applyJob(story, intent, value);
                case "INCIDENT" -> applyIncident(story, intent, record.path("key").asLong(), value);
                default -> {
                    // the engine records much more than is shown
                }
            }
        }
    }

    /** The instances that nobody delivers in the background for, newest first. */
    List<Instance> newestFirst() {
        return oldestFirst.sequencedValues().reversed().stream().filter(story -> story.origin == null)
                .map(this::snapshot).toList();
    }

    Optional<Instance> find(long key) {
        return Optional.ofNullable(oldestFirst.get(key)).map(this::snapshot);
    }

    private void start(JsonNode record) {
        Story story = new Story(record);
        oldestFirst.put(story.key, story);
        if (oldestFirst.size() > CAPACITY) {
            oldestFirst.pollFirstEntry();
        }
    }

    private static void applyElement(Story story, String intent, JsonNode element) {
        switch (element.path("bpmnElementType").asText() + " " + intent) {
            case "PROCESS ELEMENT_COMPLETED" -> story.state = Instance.State.COMPLETED;
            case "PROCESS ELEMENT_TERMINATED" -> story.state = Instance.State.TERMINATED;
            case "END_EVENT ELEMENT_ACTIVATED" -> story.endEvents.add(element.path("elementId").asText());
            default -> {
                // other elements are not shown
            }
        }
    }

    private static void applyJob(Story story, String intent, JsonNode job) {
        ActionType action = action(job.path("type").asText());
        if (action == null) {
            return;
        }
        Instance.Element element = story.element(job);
        String text = job.path("errorMessage").asText();
        switch (intent) {
            case "COMPLETED" -> {
                JsonNode value = job.path("variables").path(action.resultVariable());
                story.steps.add(new Instance.Result(element, action, value.path("status").asText(),
                        value.path("message").asText(), value.path("messageId").textValue(),
                        story.inputs(job.path("elementInstanceKey").asLong())));
            }
            case "ERROR_THROWN" -> {
                if (!element.id().equals(UNCAUGHT)) { // else the incident says it
                    story.steps.add(new Instance.Thrown(element, job.path("errorCode").asText(), text));
                }
            }
            case "FAILED" -> {
                if (job.path("retries").asInt() > 0) {
                    story.addRetry(element, text);
                }
            }
            default -> {
                // activation and bookkeeping
            }
        }
    }

    private static @Nullable ActionType action(String jobType) {
        for (ActionType action : ActionType.values()) {
            if (action.jobType().equals(jobType)) {
                return action;
            }
        }
        return null;
    }

    private static void applyIncident(Story story, String intent, long key, JsonNode incident) {
        if ("CREATED".equals(intent)) {
            story.incidents.put(key,
                    new Instance.Incident(story.element(incident), incident.path("errorMessage").asText()));
        } else if ("RESOLVED".equals(intent)) {
            story.incidents.remove(key);
        }
    }

    private Instance snapshot(Story story) {
        List<Instance> deliveries = oldestFirst.values().stream()
                .filter(other -> other.origin != null && other.origin == story.key).map(this::snapshot).toList();
        return new Instance(story.key, story.processId, story.startedAt, story.state, List.copyOf(story.endEvents),
                List.copyOf(story.steps), List.copyOf(story.incidents.values()),
                new TreeMap<>(story.variables(story.key)), deliveries);
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the engine wrote what is no JSON", e);
        }
    }

    /** What is known of one instance so far. */
    private static final class Story {
        private final long key;
        private final String processId;
        private final Instant startedAt;
        private final Map<Long, Map<String, JsonNode>> variablesByScope = new LinkedHashMap<>();
        private final List<String> endEvents = new ArrayList<>();
        private final List<Instance.Step> steps = new ArrayList<>();
        private final Map<Long, Instance.Incident> incidents = new LinkedHashMap<>();
        private Instance.State state = Instance.State.ACTIVE;
        private @Nullable Long origin;

        Story(JsonNode record) {
            JsonNode process = record.path("value");
            startedAt = Instant.ofEpochMilli(record.path("timestamp").asLong());
            key = process.path("processInstanceKey").asLong();
            processId = process.path("bpmnProcessId").asText();
            long parent = process.path("parentProcessInstanceKey").asLong();
            origin = parent > 0 ? parent : null;
        }

        void addRetry(Instance.Element element, String text) {
            int times = 1;
            if (!steps.isEmpty() && steps.getLast() instanceof Instance.Retry last && last.element().equals(element)
                    && last.text().equals(text)) {
                steps.removeLast();
                times += last.times();
            }
            steps.add(new Instance.Retry(element, text, times));
        }

        Instance.Element element(JsonNode value) {
            return new Instance.Element(processId, value.path("elementId").asText());
        }

        Map<String, JsonNode> variables(long scope) {
            return variablesByScope.getOrDefault(scope, Map.of());
        }

        Map<String, JsonNode> inputs(long elementInstanceKey) {
            Map<String, JsonNode> inputs = new TreeMap<>(variables(key));
            inputs.putAll(variables(elementInstanceKey));
            return inputs;
        }

        void setVariable(JsonNode variable) {
            String name = variable.path("name").asText();
            long scope = variable.path("scopeKey").asLong();
            JsonNode value = parse(variable.path("value").asText());
            variablesByScope.computeIfAbsent(scope, any -> new LinkedHashMap<>()).put(name, value);
            if (origin == null && scope == key && "origin".equals(name)) {
                long originKey = value.path("processInstanceKey").asLong();
                origin = originKey > 0 ? originKey : null;
            }
        }
    }
}
