package dev.herald.pushback;

import dev.herald.HeraldApplication;
import dev.herald.message.ActionType;
import dev.herald.sandbox.engine.EngineRecords;
import io.camunda.client.CamundaClient;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import io.camunda.zeebe.process.test.engine.EngineFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** Many process instances at once, each with one message, through a Herald and an in-memory engine. */
public final class Crowd implements AutoCloseable {
    private static final String ACCOUNT = "AC00000000000000000000000000000000";
    private final ZeebeTestEngine engine = EngineFactory.create();
    private final ConfigurableApplicationContext context;
    private final CamundaClient client;
    private final Set<String> completed = new HashSet<>();
    private final Map<String, String> incidents = new HashMap<>();
    private int seen;
    private int messages;

    /**
     * Starts a Herald.
     *
     * @param more beans and the like
     */
    public Crowd(Path folder, Map<String, Object> settings, Class<?>... more) {
        engine.start();
        Class<?>[] sources = new Class<?>[more.length + 1];
        sources[0] = HeraldApplication.class;
        System.arraycopy(more, 0, sources, 1, more.length);
        SpringApplication application = new SpringApplication(sources);
        application.setRegisterShutdownHook(false);
        application.setWebApplicationType(WebApplicationType.NONE);
        Map<String, Object> all = new HashMap<>(Map.of("camunda.client.grpc-address",
                "http://" + engine.getGatewayAddress(), "spring.datasource.url",
                "jdbc:sqlite:" + folder.resolve("ledger.db"),
                // this engine answers each request for jobs at once, and remembers it for ever
                "camunda.client.worker.defaults.stream-enabled", "true"));
        all.putAll(settings);
        context = application.run(all.entrySet().stream().map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new));
        client = context.getBean(CamundaClient.class);
        for (ActionType type : ActionType.values()) {
            client.newDeployResourceCommand().addProcessModel(Bpmn.createExecutableProcess("crowd-" + type.jobType())
                    .startEvent().serviceTask("task", task -> task.zeebeJobType(type.jobType())).endEvent().done(),
                    type.jobType() + ".bpmn").send().join();
        }
    }

    /** The settings of a preset that sends to this server. */
    public static Map<String, Object> preset(String name, PushingSmtp server) {
        String preset = "herald.smtp.presets." + name;
        return Map.of(preset + ".host", "127.0.0.1", preset + ".port", server.port(), preset + ".security", "none",
                preset + ".sender", "no-reply@acme.example");
    }

    /** The settings of a sender that sends to this server. */
    public static Map<String, Object> sender(String name, PushingTwilio server) {
        String sender = "herald.sms.senders." + name;
        return Map.of(sender + ".account-sid", ACCOUNT, sender + ".auth-token", "token", sender + ".from",
                "+15557654321",
                sender + ".base-url", server.baseUrl().toString());
    }

    /** Starts so many instances that send an email each, to {@code <prefix>0@crowd.example} and so on. */
    public void emails(String preset, String prefix, int count) {
        IntStream.range(0, count).mapToObj(i -> start(ActionType.SMTP_SEND_EMAIL, Map.of("smtpAuthPreset", preset,
                "recipient", prefix + i + "@crowd.example", "subject", "Hello", "body", "World"))).toList()
                .forEach(Runnable::run);
    }

    /** Starts so many instances that send an SMS each. */
    public void texts(String sender, int count) {
        IntStream.range(0, count).mapToObj(i -> start(ActionType.SEND_SMS, Map.of("smsSender", sender, "phoneNumber",
                "+1555200%04d".formatted(i), "message", "Hello"))).toList().forEach(Runnable::run);
    }

    private Runnable start(ActionType type, Map<String, Object> variables) {
        messages++;
        var sent = client.newCreateInstanceCommand().bpmnProcessId("crowd-" + type.jobType()).latestVersion()
                .variables(variables).requestTimeout(Duration.ofMinutes(2)).send();
        return sent::join;
    }

    /** Waits until every instance has ended or has an incident, and returns the texts of the incidents. */
    public Set<String> await(Duration longest) {
        long start = System.nanoTime();
        while (completed.size() + incidents.size() < messages && System.nanoTime() - start < longest.toNanos()) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            read();
        }
        return Set.copyOf(incidents.values());
    }

    /** How many instances have ended. */
    public int completed() {
        return completed.size();
    }

    private void read() {
        List<String> records = EngineRecords.from(engine.getRecordStreamSource(), seen);
        seen += records.size();
        for (String json : records) {
            if (json.contains("\"intent\":\"ELEMENT_COMPLETED\"") && json.contains("\"bpmnElementType\":\"PROCESS\"")) {
                completed.add(instance(json));
            } else if (json.contains("\"valueType\":\"INCIDENT\"") && json.contains("\"intent\":\"CREATED\"")) {
                incidents.put(instance(json), json.replaceFirst("(?s).*\"errorMessage\":\"([^\"]*)\".*", "$1"));
            }
        }
    }

    private static String instance(String json) {
        return json.replaceFirst("(?s).*\"processInstanceKey\":(\\d+).*", "$1");
    }

    @Override
    public void close() throws IOException {
        context.close();
        engine.stop();
    }
}
