package dev.herald.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known of one instance so far. */
final class Story {
    final long key;
    final List<Instance.Step> steps = new ArrayList<>();
    final Map<Long, Instance.Incident> incidents = new LinkedHashMap<>();
    final Set<Long> children = new LinkedHashSet<>();
    @Nullable
    Long origin;
    long version;

    private final long definitionKey;
    private final String processId;
    private final Instant startedAt;
    private final Map<Long, Visited> visits = new LinkedHashMap<>();
    private final Map<Long, Map<String, JsonNode>> variablesByScope = new LinkedHashMap<>();
    private final List<String> endEvents = new ArrayList<>();
    private final Set<String> flows = new LinkedHashSet<>();
    private Instance.State state = Instance.State.ACTIVE;
    private @Nullable Instance latest;

    /** @param record of the process that is activated */
    Story(JsonNode record) {
        JsonNode process = record.path("value");
        startedAt = Instant.ofEpochMilli(record.path("timestamp").asLong());
        key = process.path("processInstanceKey").asLong();
        definitionKey = process.path("processDefinitionKey").asLong();
        processId = process.path("bpmnProcessId").asText();
        long parent = process.path("parentProcessInstanceKey").asLong();
        origin = parent > 0 ? parent : null;
    }

    /** An element's instance; mutable, since it lives through states. */
    private static final class Visited {
        private final String elementId;
        private final String type;
        private final long outerScope;
        private final Map<Long, Instance.Wait> waits = new LinkedHashMap<>();
        private Instance.State state = Instance.State.ACTIVE;
        private @Nullable String jobType;
        private long jobKey;

        Visited(JsonNode value) {
            elementId = value.path("elementId").asText();
            type = value.path("bpmnElementType").asText();
            outerScope = value.path("flowScopeKey").asLong();
        }
    }

    /** An element is entered or left, or a flow is taken. */
    void move(String intent, long elementInstance, JsonNode value) {
        boolean isProcess = "PROCESS".equals(value.path("bpmnElementType").asText());
        switch (intent) {
            case "SEQUENCE_FLOW_TAKEN" -> flows.add(value.path("elementId").asText());
            case "ELEMENT_ACTIVATING" -> visits.put(elementInstance, new Visited(value));
            case "ELEMENT_ACTIVATED" -> {
                if ("END_EVENT".equals(value.path("bpmnElementType").asText())) {
                    endEvents.add(value.path("elementId").asText());
                }
            }
            case "ELEMENT_COMPLETED" -> leave(elementInstance, isProcess, Instance.State.COMPLETED);
            case "ELEMENT_TERMINATED" -> leave(elementInstance, isProcess, Instance.State.TERMINATED);
            default -> {
                // on its way
            }
        }
    }

    private void leave(long elementInstance, boolean isProcess, Instance.State end) {
        if (isProcess) {
            state = end;
        }
        Visited visited = visits.get(elementInstance);
        if (visited != null) {
            visited.state = end;
            visited.waits.clear();
        }
    }

    /** @param waiting false where it waits no longer */
    void await(long key, JsonNode value, boolean waiting, Instance.Wait wait) {
        Visited visited = visits.get(value.path("elementInstanceKey").asLong());
        if (visited == null || visited.state != Instance.State.ACTIVE) {
            return;
        }
        if (waiting) {
            visited.waits.put(key, wait);
        } else {
            visited.waits.remove(key);
        }
    }

    /** What a worker is asked for. */
    void ask(long jobKey, JsonNode job) {
        Visited visited = visits.get(job.path("elementInstanceKey").asLong());
        if (visited != null) {
            visited.jobKey = jobKey;
            visited.jobType = job.path("type").asText();
        }
    }

    Optional<Long> visitOfJob(long jobKey) {
        return visits.entrySet().stream().filter(visit -> visit.getValue().jobKey == jobKey).map(Map.Entry::getKey)
                .findFirst();
    }

    void addRetry(Instance.Element element, long visit, String text) {
        int times = 1;
        if (!steps.isEmpty() && steps.getLast() instanceof Instance.Retry last && last.visit() == visit
                && last.text().equals(text)) {
            steps.removeLast();
            times += last.times();
        }
        steps.add(new Instance.Retry(element, visit, text, times));
    }

    void set(long scope, String name, JsonNode value) {
        variablesByScope.computeIfAbsent(scope, any -> new TreeMap<>()).put(name, value);
    }

    Instance.Element element(JsonNode value) {
        return new Instance.Element(processId, value.path("elementId").asText());
    }

    /** The element of that instance: an error that nothing catches names none in its own record. */
    Instance.Element elementOf(long elementInstance, JsonNode value) {
        Visited visited = visits.get(elementInstance);
        return visited == null ? element(value) : new Instance.Element(processId, visited.elementId);
    }

    /** What an element's instance sees. */
    Map<String, JsonNode> visible(long scope) {
        Map<String, JsonNode> visible = outer(scope);
        visible.putAll(variablesByScope.getOrDefault(scope, Map.of()));
        return visible;
    }

    private Map<String, JsonNode> outer(long scope) {
        Visited visited = visits.get(scope);
        return visited != null && visited.outerScope > 0
                ? visible(visited.outerScope)
                : scope == key ? new TreeMap<>() : visible(key);
    }

    /** Whether the last snapshot still holds. */
    @Nullable
    Instance unchanged() {
        return latest != null && latest.version() == version ? latest : null;
    }

    Instance snapshot(List<Instance> below) {
        latest = new Instance(key, definitionKey, processId, startedAt, version, state, List.copyOf(endEvents),
                List.copyOf(steps), List.copyOf(incidents.values()),
                new TreeMap<>(variablesByScope.getOrDefault(key, Map.of())), below,
                visits.entrySet().stream().filter(entry -> entry.getKey() != key)
                        .map(entry -> snapshot(entry.getKey(), entry.getValue())).toList(),
                new LinkedHashSet<>(flows));
        return latest;
    }

    private Instance.Visit snapshot(long visit, Visited visited) {
        return new Instance.Visit(visit, new Instance.Element(processId, visited.elementId), visited.type,
                visited.jobType, visited.jobKey, visited.state,
                new TreeMap<>(variablesByScope.getOrDefault(visit, Map.of())),
                outer(visit),
                List.copyOf(visited.waits.values()));
    }
}
