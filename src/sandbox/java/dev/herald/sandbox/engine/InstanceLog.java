package dev.herald.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.herald.message.ActionType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Puts the engine's records together to instances. Keeps the newest ones; not thread-safe. */
final class InstanceLog {
    private static final int CAPACITY = 1000;
    /** What the engine puts in place of the element where no event catches the error. */
    private static final String UNCAUGHT = "NO_CATCH_EVENT_FOUND";

    private final LinkedHashMap<Long, Story> oldestFirst = new LinkedHashMap<>();
    /** The variables of instances that are still to start: the engine sets them first. */
    private final List<JsonNode> early = new ArrayList<>();
    private long version;

    /** Grows with every change of an instance. */
    long version() {
        return version;
    }

    /** @param record an event of the stream, in the order of the stream */
    void apply(JsonNode record) {
        String intent = record.path("intent").asText();
        JsonNode value = record.path("value");
        String valueType = record.path("valueType").asText();
        if ("PROCESS_INSTANCE".equals(valueType) && "PROCESS".equals(value.path("bpmnElementType").textValue())
                && "ELEMENT_ACTIVATING".equals(intent)) {
            start(record);
        }
        Story story = oldestFirst.get(value.path("processInstanceKey").asLong());
        if (story == null && "VARIABLE".equals(valueType) && isAhead(value)) {
            early.add(value);
        }
        if (story != null) {
            long key = record.path("key").asLong();
            switch (valueType) {
                case "PROCESS_INSTANCE" -> story.move(intent, key, value);
                case "VARIABLE" -> setVariable(story, value);
                case "JOB" -> applyJob(story, intent, key, value);
                case "INCIDENT" -> applyIncident(story, intent, key, value);
                case "TIMER" -> story.await(key, value, intent.equals("CREATED"),
                        new Instance.ForTime(Instant.ofEpochMilli(value.path("dueDate").asLong())));
                case "PROCESS_MESSAGE_SUBSCRIPTION" -> story.await(key, value, intent.startsWith("CREAT"),
                        new Instance.ForMessage(value.path("messageName").asText(),
                                value.path("correlationKey").asText()));
                case "USER_TASK" -> story.await(key, value, isOpenTask(intent), new Instance.ForPerson());
                default -> {
                    return; // the engine records much more than is shown
                }
            }
            touch(story);
        }
    }

    /** Keys grow: others are of instances that are kept no longer. */
    private boolean isAhead(JsonNode value) {
        return oldestFirst.isEmpty() || value.path("processInstanceKey").asLong() > oldestFirst.lastEntry().getKey();
    }

    private static boolean isOpenTask(String intent) {
        return !intent.equals("COMPLETED") && !intent.equals("CANCELED");
    }

    private void touch(Story story) {
        version++;
        for (Story touched = story; touched != null; touched = parentOf(touched)) {
            touched.version = version;
        }
    }

    private @Nullable Story parentOf(Story story) {
        return story.origin == null ? null : oldestFirst.get(story.origin);
    }

    /** The instances that have none above them, newest first. */
    List<Instance> newestFirst() {
        return oldestFirst.sequencedValues().reversed().stream().filter(story -> parentOf(story) == null)
                .map(this::snapshot).toList();
    }

    Optional<Long> parentOf(long key) {
        return Optional.ofNullable(oldestFirst.get(key)).map(this::parentOf).map(parent -> parent.key);
    }

    OptionalLong visitOfJob(long jobKey) {
        return oldestFirst.sequencedValues().reversed().stream().flatMap(story -> story.visitOfJob(jobKey).stream())
                .findFirst().map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    Optional<Instance> find(long key) {
        return Optional.ofNullable(oldestFirst.get(key)).map(this::snapshot);
    }

    private void start(JsonNode record) {
        Story story = new Story(record);
        oldestFirst.put(story.key, story);
        adopt(story);
        early.stream().filter(variable -> variable.path("processInstanceKey").asLong() == story.key)
                .forEach(variable -> setVariable(story, variable));
        early.removeIf(variable -> variable.path("processInstanceKey").asLong() <= story.key);
        if (oldestFirst.size() > CAPACITY) {
            oldestFirst.pollFirstEntry();
        }
    }

    private void adopt(Story story) {
        Story parent = parentOf(story);
        if (parent != null) {
            parent.children.add(story.key);
        }
    }

    /** A delivery in the background says where it came from. */
    private void setVariable(Story story, JsonNode variable) {
        String name = variable.path("name").asText();
        JsonNode value = Json.parse(variable.path("value").asText());
        long scope = variable.path("scopeKey").asLong();
        story.set(scope, name, value);
        long origin = value.path("processInstanceKey").asLong();
        if (story.origin == null && scope == story.key && "origin".equals(name) && origin > 0) {
            story.origin = origin;
            adopt(story);
        }
    }

    private static void applyJob(Story story, String intent, long key, JsonNode job) {
        String type = job.path("type").asText();
        boolean open = !intent.equals("COMPLETED") && !intent.equals("CANCELED") && !intent.equals("ERROR_THROWN");
        story.ask(key, job);
        story.await(key, job, open, new Instance.ForWorker(type, key));
        ActionType action = action(type);
        if (action == null) {
            return;
        }
        Instance.Element element = story.element(job);
        long visit = job.path("elementInstanceKey").asLong();
        String text = job.path("errorMessage").asText();
        switch (intent) {
            case "COMPLETED" -> story.steps.add(new Instance.Result(element, visit, action,
                    job.path("variables").path(action.resultVariable()), story.visible(visit)));
            case "ERROR_THROWN" -> {
                if (!element.id().equals(UNCAUGHT)) { // else the incident says it
                    story.steps.add(new Instance.Thrown(element, visit, job.path("errorCode").asText(), text));
                }
            }
            case "FAILED" -> {
                if (job.path("retries").asInt() > 0) {
                    story.addRetry(element, visit, text);
                }
            }
            default -> {
                // activation and bookkeeping
            }
        }
    }

    /** Null for a type that Herald has no worker for. */
    static @Nullable ActionType action(String jobType) {
        for (ActionType action : ActionType.values()) {
            if (action.jobType().equals(jobType)) {
                return action;
            }
        }
        return null;
    }

    private static void applyIncident(Story story, String intent, long key, JsonNode incident) {
        if ("CREATED".equals(intent)) {
            long visit = incident.path("elementInstanceKey").asLong();
            story.incidents.put(key,
                    new Instance.Incident(key, story.elementOf(visit, incident), visit,
                            incident.path("jobKey").asLong(-1), incident.path("errorType").asText(),
                            incident.path("errorMessage").asText()));
        } else if ("RESOLVED".equals(intent)) {
            story.incidents.remove(key);
        }
    }

    private Instance snapshot(Story story) {
        Instance unchanged = story.unchanged();
        if (unchanged != null) {
            return unchanged;
        }
        List<Instance> children = new ArrayList<>();
        for (long child : story.children) {
            Story known = oldestFirst.get(child);
            if (known != null) {
                children.add(snapshot(known));
            }
        }
        return story.snapshot(children);
    }
}
