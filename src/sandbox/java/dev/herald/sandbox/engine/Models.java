package dev.herald.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xml.sax.SAXException;

/** The processes that were deployed, whoever did that. */
public final class Models {
    private final Map<Long, Deployed> byKey = new HashMap<>();
    private final Map<String, Deployed> latest = new LinkedHashMap<>();

    /**
     * One version of a process.
     *
     * @param key of the definition
     * @param resource the name under which its file was deployed
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Deployed(long key, String processId, int version, String resource, byte[] bpmn, Model model) {

        /** Whether it has a start event without a trigger. */
        public boolean isStartable() {
            return flow().filter(Model.Flow::startable).isPresent();
        }

        /** Empty for none. */
        public String documentation() {
            return flow().map(Model.Flow::documentation).orElse("");
        }

        private Optional<Model.Flow> flow() {
            return model.processes().stream().filter(flow -> flow.id().equals(processId)).findFirst();
        }
    }

    /** @param record an event of the stream, in the order of the stream */
    synchronized void apply(JsonNode record) {
        JsonNode value = record.path("value");
        if (!"PROCESS".equals(record.path("valueType").asText()) || !"CREATED".equals(record.path("intent").asText())) {
            return;
        }
        byte[] bpmn = Base64.getDecoder().decode(value.path("resource").asText());
        try {
            Deployed deployed = new Deployed(value.path("processDefinitionKey").asLong(),
                    value.path("bpmnProcessId").asText(), value.path("version").asInt(),
                    value.path("resourceName").asText(), bpmn, Model.of(bpmn));
            byKey.put(deployed.key(), deployed);
            latest.put(deployed.processId(), deployed);
        } catch (SAXException e) {
            throw new IllegalStateException("the engine took what is no XML", e);
        }
    }

    synchronized int count() {
        return byKey.size();
    }

    public synchronized Optional<Deployed> find(long key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** The latest version of each process. */
    public synchronized List<Deployed> latest() {
        return List.copyOf(latest.values());
    }

    public synchronized Optional<Deployed> latest(String processId) {
        return Optional.ofNullable(latest.get(processId));
    }

    /** The name in the diagram, or the id of an element without one. */
    public synchronized String nameOf(Instance.Element element) {
        Deployed deployed = latest.get(element.processId());
        return deployed == null ? element.id() : deployed.model().names().getOrDefault(element.id(), element.id());
    }
}
