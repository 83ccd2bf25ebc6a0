package dev.herald;

import dev.herald.message.later.DeliveryReceipts;
import dev.herald.sandbox.engine.EngineRecords;
import dev.herald.sandbox.local.LocalSmtpServer;
import dev.herald.sandbox.local.LocalTwilio;
import io.camunda.client.CamundaClient;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import io.camunda.zeebe.model.bpmn.instance.Process;
import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import io.camunda.zeebe.process.test.assertions.BpmnAssert;
import io.camunda.zeebe.process.test.assertions.ProcessInstanceAssert;
import io.camunda.zeebe.process.test.engine.EngineFactory;
import io.camunda.zeebe.process.test.filters.RecordStream;
import io.camunda.zeebe.process.test.inspections.model.InspectedProcessInstance;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/** Herald with its production wiring, an in-memory engine, a real SMTP server and a real Twilio API over HTTP. */
public final class RunningHerald implements AutoCloseable {
    /** The setting that has the engine tell tenants apart. */
    public static final String TENANTS = "camunda.client.worker.defaults.tenant-ids";

    // the assertions know their record stream by thread: hence the polling in the same one
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ZeebeTestEngine engine = EngineFactory.create();
    private final LocalSmtpServer smtp = LocalSmtpServer.start();
    private final LocalTwilio twilio;
    private final @Nullable TenantGateway tenants;
    private final ConfigurableApplicationContext context;

    /** @param overrides settings in which this Herald differs */
    public RunningHerald(Path folder, Map<String, Object> overrides, Class<?>... more) throws IOException {
        twilio = LocalTwilio.start();
        engine.start();
        tenants = overrides.containsKey(TENANTS) ? new TenantGateway(engine) : null;
        BpmnAssert.initRecordStream(RecordStream.of(engine.getRecordStreamSource()));
        Class<?>[] sources = new Class<?>[more.length + 1];
        sources[0] = HeraldApplication.class;
        System.arraycopy(more, 0, sources, 1, more.length);
        SpringApplication application = new SpringApplication(sources);
        application.setRegisterShutdownHook(false);
        Map<String, Object> settings = new HashMap<>(Map.of("camunda.client.grpc-address",
                tenants == null ? "http://" + engine.getGatewayAddress() : tenants.address(), "spring.datasource.url",
                "jdbc:sqlite:" + folder.resolve("ledger.db"), "server.port", "0", "herald.backoff.first", "200ms",
                "herald.smtp.presets.default.host", "127.0.0.1", "herald.smtp.presets.default.port", smtp.port(),
                "herald.smtp.presets.default.security", "none", "herald.smtp.presets.default.sender",
                "Acme <no-reply@acme.example>"));
        settings.putAll(Map.of("herald.sms.senders.default.account-sid", LocalTwilio.ACCOUNT_SID,
                "herald.sms.senders.default.auth-token", LocalTwilio.AUTH_TOKEN, "herald.sms.senders.default.from",
                "+15557654321", "herald.sms.senders.default.base-url", twilio.baseUrl().toString()));
        // this engine answers each request for jobs at once, and remembers it for ever
        settings.put("camunda.client.worker.defaults.stream-enabled", "true");
        settings.putAll(overrides);
        context = application
                .run(settings.entrySet().stream().map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new));
    }

    public LocalSmtpServer smtp() {
        return smtp;
    }

    public LocalTwilio twilio() {
        return twilio;
    }

    public CamundaClient client() {
        return context.getBean(CamundaClient.class);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Where the controller of Twilio's callbacks reports what became of an SMS. */
    public DeliveryReceipts receipts() {
        return context.getBean(DeliveryReceipts.class);
    }

    /** What Prometheus reads. */
    public String metrics() throws IOException {
        return actuator("prometheus");
    }

    /** What is said of that component. */
    public String health(String path) throws IOException {
        return actuator("health/" + path);
    }

    private String actuator(String path) throws IOException {
        ConfigurableEnvironment environment = context.getEnvironment();
        String port = environment.getProperty("local.management.port",
                environment.getProperty("local.server.port", ""));
        try (InputStream answer = URI.create("http://localhost:" + port + "/actuator/" + path).toURL()
                .openStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** With how many retries left the jobs of the instance have failed so far, in their order. */
    public List<Integer> failures(long instance) {
        return EngineRecords.from(engine.getRecordStreamSource(), 0).stream()
                .filter(json -> json.contains("\"valueType\":\"JOB\"") && json.contains("\"intent\":\"FAILED\"")
                        && json.contains("\"processInstanceKey\":" + instance + ","))
                .map(json -> Integer.valueOf(json.replaceFirst("(?s).*\"retries\":(\\d+).*", "$1"))).toList();
    }

    /** Deploys the process and starts an instance. */
    public long start(BpmnModelInstance process, Map<String, Object> variables) {
        client().newDeployResourceCommand().addProcessModel(process, "test.bpmn").send().join();
        String id = process.getModelElementsByType(Process.class).iterator().next()
                .getId();
        return client().newCreateInstanceCommand().bpmnProcessId(id).latestVersion().variables(variables).send().join()
                .getProcessInstanceKey();
    }

    public ProcessInstanceAssert assertThat(long instance) {
        return BpmnAssert.assertThat(new InspectedProcessInstance(instance));
    }

    /** Waits until the instance has passed its end. */
    public ProcessInstanceAssert assertThatCompleted(long instance) {
        Nudge nudge = new Nudge(client());
        Awaitility.await().pollInSameThread().atMost(PATIENCE).untilAsserted(() -> {
            nudge.run();
            assertThat(instance).isCompleted();
        });
        return assertThat(instance);
    }

    /** Waits for an incident and returns its text. */
    public String incident(long instance) {
        Awaitility.await().pollInSameThread().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(instance).hasAnyIncidents());
        StringBuilder text = new StringBuilder();
        assertThat(instance).extractingLatestIncident().extractingErrorMessage().satisfies(text::append);
        return text.toString();
    }

    /**
     * What is stuck.
     *
     * @param jobKey whose retries are used up
     * @param elementInstanceKey where the task's inputs are
     */
    public record Incident(long key, long jobKey, long elementInstanceKey) {}

    /** The latest of the instance; {@link #incident} waits for it. */
    public Incident latestIncident(long instance) {
        long key = assertThat(instance).extractingLatestIncident().getIncidentKey();
        String json = EngineRecords.from(engine.getRecordStreamSource(), 0).stream()
                .filter(record -> record.contains("\"valueType\":\"INCIDENT\"")
                        && record.contains("\"key\":" + key + ","))
                .findFirst().orElseThrow();
        return new Incident(key, number(json, "jobKey"), number(json, "elementInstanceKey"));
    }

    private static long number(String json, String name) {
        return Long.parseLong(json.replaceFirst("(?s).*\"" + name + "\":(\\d+).*", "$1"));
    }

    /** Does as an operator who presses Retry. */
    public void retryIncident(long instance, Map<String, Object> variables) {
        Incident incident = latestIncident(instance);
        client().newSetVariablesCommand(instance).variables(variables).send().join();
        client().newUpdateRetriesCommand(incident.jobKey()).retries(1).send().join();
        client().newResolveIncidentCommand(incident.key()).send().join();
    }

    @Override
    public void close() throws IOException {
        context.close();
        if (tenants != null) {
            tenants.close();
        }
        engine.stop();
        smtp.close();
        twilio.close();
    }
}
