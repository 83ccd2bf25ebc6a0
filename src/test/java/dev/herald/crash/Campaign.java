package dev.herald.crash;

import static org.awaitility.Awaitility.await;

import dev.herald.HeraldApplication;
import dev.herald.sandbox.local.LocalTwilio;
import dev.herald.sandbox.local.TextMessage;
import io.camunda.client.CamundaClient;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import io.camunda.zeebe.process.test.engine.EngineFactory;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** An engine, servers that count, Heralds that are killed, and an operator who settles what is unconfirmed. */
final class Campaign implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String BIG_BODY = ("x".repeat(76) + "\n").repeat(9000);

    final Trip trip = new Trip();
    final ParkingSmtpServer smtp = new ParkingSmtpServer(trip);
    final Relay twilio;
    final Relay engine;
    private final ZeebeTestEngine zeebe = EngineFactory.create();
    private final LocalTwilio texts;
    private final CamundaClient client;
    private final Journal journal;
    private final String ledger;
    private final List<ForkedJvm> heralds = new ArrayList<>();
    private final Map<String, Message> byRecipient = new HashMap<>();
    private final Set<Long> unconfirmed = new HashSet<>();
    private final Set<Long> unreached = new HashSet<>();
    private final Set<String> unexpected = new TreeSet<>();
    private final List<Instant> kills = new ArrayList<>();

    /** @param instances how many process instances are about it: its own and, where it is async, the delivery */
    private record Message(String recipient, boolean isText, int instances) {}

    /** @param ledger the URL of its database */
    Campaign(String ledger) throws IOException {
        this.ledger = ledger;
        texts = LocalTwilio.start();
        twilio = new Relay(texts.baseUrl().getPort(), trip, ParkingSmtpServer.TAKING);
        zeebe.start();
        journal = new Journal(zeebe.getRecordStreamSource());
        URI gateway = URI.create("http://" + zeebe.getGatewayAddress());
        engine = new Relay(gateway.getPort(), trip, Duration.ZERO);
        client = CamundaClient.newClientBuilder().grpcAddress(gateway).preferRestOverGrpc(false).build();
        for (String type : List.of("smtp_send_email", "send_sms")) {
            client.newDeployResourceCommand()
                    .addProcessModel(
                            Bpmn.createExecutableProcess("crash-" + type).startEvent()
                                    .serviceTask("task", task -> task.zeebeJobType(type)).endEvent().done(),
                            type + ".bpmn")
                    .send().join();
        }
    }

    /** Starts a Herald. */
    ForkedJvm herald() {
        return started(new ForkedJvm(HeraldApplication.class, settings()));
    }

    /** Starts a Herald as it is packaged. */
    ForkedJvm herald(List<String> program) {
        return started(new ForkedJvm(program, settings()));
    }

    private ForkedJvm started(ForkedJvm herald) {
        heralds.add(herald);
        return herald;
    }

    private String[] settings() {
        return new String[]{
                "--camunda.client.grpc-address=http://127.0.0.1:" + engine.port(),
                "--camunda.client.worker.defaults.timeout=6s", "--spring.datasource.url=" + ledger,
                "--spring.main.web-application-type=none",
                "--herald.backoff.first=200ms", "--herald.backoff.max=1s",
                "--herald.smtp.presets.default.host=127.0.0.1", "--herald.smtp.presets.default.port=" + smtp.port(),
                "--herald.smtp.presets.default.security=none",
                "--herald.smtp.presets.default.sender=no-reply@acme.example",
                "--herald.smtp.presets.default.max-connections=16", "--herald.smtp.presets.default.read-timeout=5s",
                "--herald.smtp.presets.default.send-deadline=5s",
                "--herald.sms.senders.default.account-sid=" + LocalTwilio.ACCOUNT_SID,
                "--herald.sms.senders.default.auth-token=" + LocalTwilio.AUTH_TOKEN,
                "--herald.sms.senders.default.from=+15557654321", "--herald.sms.senders.default.send-deadline=5s",
                "--herald.sms.senders.default.connect-timeout=2s", "--herald.smtp.presets.default.connect-timeout=2s",
                "--herald.sms.senders.default.base-url=http://127.0.0.1:" + twilio.port()};
    }

    /** Kills it. */
    void kill(ForkedJvm herald) {
        kills.add(Instant.now());
        herald.kill();
    }

    /** Kills it so long after so many events on the wires, or when nothing is left to do. */
    void killAfter(long events, Duration delay, ForkedJvm herald) {
        trip.after(events, () -> CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS)
                .execute(herald::signalKill));
        waitUntil(() -> !herald.isAlive() || isSettled());
        kill(herald);
    }

    /** Starts the flows that send an email each. */
    void emails(ParkingSmtpServer.Point point, int count) {
        for (int i = 0; i < count; i++) {
            email(point, false);
        }
    }

    /** Starts the flows that hand an email each to the background. */
    void asyncEmails(int count) {
        for (int i = 0; i < count; i++) {
            email(ParkingSmtpServer.Point.GREETING, true);
        }
    }

    private void email(ParkingSmtpServer.Point point, boolean async) {
        String recipient = point.prefix() + byRecipient.size();
        start("crash-smtp_send_email", new Message(recipient, false, async ? 2 : 1),
                Map.of("recipient", recipient + "@crash.example", "subject", "Hello", "async", async, "body",
                        point == ParkingSmtpServer.Point.DATA ? BIG_BODY : "World"));
    }

    /** Starts the flows that send an SMS each. */
    void texts(int count) {
        for (int i = 0; i < count; i++) {
            String number = "+1555200%04d".formatted(byRecipient.size());
            start("crash-send_sms", new Message(number, true, 1), Map.of("phoneNumber", number, "message", "Hello"));
        }
    }

    private void start(String process, Message message, Map<String, Object> variables) {
        byRecipient.put(message.recipient, message);
        client.newCreateInstanceCommand().bpmnProcessId(process).latestVersion().variables(variables).send().join();
    }

    /** Waits until every flow has ended, the operator settling what is unconfirmed. */
    Tally finish() {
        smtp.stopParking();
        waitUntil(() -> {
            journal.read();
            journal.incidents().forEach(this::operate);
            return byRecipient.values().stream().allMatch(this::isCompleted) || !unexpected.isEmpty();
        });
        int once = 0;
        int twice = 0;
        int lost = 0;
        for (Message message : byRecipient.values()) {
            long taken = taken(message);
            once += taken == 1 ? 1 : 0;
            twice += taken > 1 ? 1 : 0;
            lost += taken == 0 || !isReported(message) ? 1 : 0;
            if (taken != 1) {
                explain(message);
            }
        }
        return new Tally(kills.size(), byRecipient.size(), once, twice, lost, unconfirmed.size(),
                unreached.size(), List.copyOf(unexpected));
    }

    private void explain(Message message) {
        System.out.println(message + " was taken at " + smtp.taken(message.recipient) + ", Heralds were killed at "
                + kills);
        journal.instances(message.recipient)
                .forEach(instance -> journal.history(instance).forEach(System.out::println));
    }

    private boolean isCompleted(Message message) {
        Set<Long> instances = journal.instances(message.recipient);
        return instances.size() >= message.instances && instances.stream().allMatch(journal::isCompleted);
    }

    private boolean isReported(Message message) {
        return journal.instances(message.recipient).stream().map(journal::status)
                .allMatch(message.instances > 1 ? Set.of("queued", "sent")::contains : "sent"::equals);
    }

    /** Whether all flows so far have ended or wait for the operator. */
    boolean isSettled() {
        journal.read();
        Set<Long> waiting = journal.incidents().stream().map(Journal.Incident::instance).collect(Collectors.toSet());
        return byRecipient.values().stream().allMatch(message -> isCompleted(message)
                || journal.instances(message.recipient).stream().anyMatch(waiting::contains));
    }

    /** Whether a flow has been handed over of which the caller does not know it. */
    boolean isHandedOver() {
        journal.read();
        return byRecipient.values().stream().filter(message -> message.instances > 1 && !isCompleted(message))
                .anyMatch(message -> journal.instances(message.recipient).size() > 1);
    }

    /** Whether every flow that sends an SMS has ended. */
    boolean areTextsCompleted() {
        journal.read();
        return byRecipient.values().stream().filter(Message::isText).allMatch(this::isCompleted);
    }

    /** How many messages the SMTP server took. */
    int taken() {
        return byRecipient.values().stream().filter(message -> !message.isText)
                .mapToInt(message -> smtp.taken(message.recipient).size()).sum();
    }

    private void operate(Journal.Incident incident) {
        if (!incident.text().startsWith("Unconfirmed")) {
            unexpected.add(incident.text());
            return;
        }
        unconfirmed.add(incident.instance());
        Message message = byRecipient.values().stream()
                .filter(any -> journal.instances(any.recipient).contains(incident.instance())).findFirst()
                .orElseThrow();
        if (smtp.isAbout(message.recipient)) {
            return; // nobody can tell yet whether it arrives
        }
        if (taken(message) == 0) {
            unreached.add(incident.instance());
        }
        client.newSetVariablesCommand(incident.instance())
                .variables(Map.of("onUnconfirmed", taken(message) > 0 ? "assume-sent" : "resend")).send().join();
        client.newUpdateRetriesCommand(incident.jobKey()).retries(3).send().join();
        client.newResolveIncidentCommand(incident.key()).send().join();
        waitUntil(() -> {
            journal.read();
            return !journal.incidents().contains(incident);
        });
    }

    private long taken(Message message) {
        return message.isText
                ? texts.newestFirst().stream().map(TextMessage::to).filter(message.recipient::equals).count()
                : smtp.taken(message.recipient).size();
    }

    void waitUntil(Callable<Boolean> condition) {
        try {
            await().pollInSameThread().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).failFast(
                    "a Herald has ended by itself", () -> heralds.stream().anyMatch(ForkedJvm::hasEndedByItself))
                    .until(condition);
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            heralds.forEach(herald -> System.out.println(String.join("\n", herald.lines())));
            byRecipient.values().stream().filter(message -> !isCompleted(message)).forEach(this::explain);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        heralds.forEach(ForkedJvm::close);
        client.close();
        engine.close();
        twilio.close();
        smtp.close();
        texts.close();
        zeebe.stop();
    }
}
