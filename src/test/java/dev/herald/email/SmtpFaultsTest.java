package dev.herald.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.herald.email.smtp.FaultySmtpServer;
import dev.herald.email.smtp.FaultySmtpServer.Fault;
import dev.herald.email.smtp.FaultySmtpServer.Step;
import dev.herald.message.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each fault at each step of the conversation, with and without PIPELINING. What the server counted decides: every message
 * once or not at all, and never twice once the server has recovered.
 */
class SmtpFaultsTest {
    private static final List<Step> STEPS = List.of(Step.GREETING, Step.EHLO, Step.AUTH, Step.MAIL, Step.RCPT,
            Step.DATA,
            Step.END_OF_DATA);
    private static final String UNAVAILABLE = "Unavailable";
    private static final String DEFERRED = "Deferred";
    private static final String UNCONFIRMED = "Unconfirmed";

    @ParameterizedTest(name = "{0}, pipelining {2}")
    @MethodSource("faults")
    void everyMessageArrivesOnceOrNotAtAll(Fault fault, Map<Step, String> expected, boolean pipelining)
            throws Exception {
        Map<Step, String> outcomes = new EnumMap<>(Step.class);
        try (ExecutorService atOnce = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> attempts = new ArrayList<>();
            for (Step step : STEPS) {
                attempts.add(() -> attempt(step, fault, pipelining));
            }
            List<Future<String>> results = atOnce.invokeAll(attempts);
            for (int i = 0; i < STEPS.size(); i++) {
                outcomes.put(STEPS.get(i), results.get(i).get());
            }
        }
        assertThat(outcomes).isEqualTo(expected);
    }

    static Stream<Arguments> faults() {
        Map<Step, String> lost = expect(UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE,
                UNCONFIRMED);
        return Stream.of(arguments(new Fault.Drop(), lost), arguments(new Fault.Reset(), lost),
                arguments(new Fault.Stall(), lost), arguments(new Fault.Drip(), lost),
                arguments(new Fault.Garbage(), lost), arguments(new Fault.HalfReply(), lost),
                arguments(new Fault.Reply("299-more\r\n250 different codes"), lost),
                arguments(new Fault.Reply("421 4.3.2 shutting down"),
                        expect(UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, DEFERRED)),
                arguments(new Fault.Reply("451 4.3.0 later"),
                        expect(UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, DEFERRED, DEFERRED, DEFERRED, DEFERRED)),
                arguments(new Fault.Reply("554 5.3.0 no"),
                        expect(UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, "Refused MESSAGE_REJECTED",
                                "Refused MESSAGE_REJECTED", "Refused MESSAGE_REJECTED", "Refused MESSAGE_REJECTED")),
                arguments(new Fault.Reply("550 5.1.1 unknown"),
                        expect(UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, "Refused MESSAGE_REJECTED",
                                "Refused RECIPIENT_REJECTED", "Refused RECIPIENT_REJECTED",
                                "Refused RECIPIENT_REJECTED")),
                arguments(new Fault.Reply("530 5.7.0 log in first"),
                        expect(UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE,
                                "Refused MESSAGE_REJECTED")))
                .flatMap(row -> Stream.of(true, false)
                        .map(pipelining -> arguments(row.get()[0], row.get()[1], pipelining)));
    }

    private static Map<Step, String> expect(String... outcomes) {
        Map<Step, String> expected = new EnumMap<>(Step.class);
        for (int i = 0; i < STEPS.size(); i++) {
            expected.put(STEPS.get(i), outcomes[i]);
        }
        return expected;
    }

    /** Sends into the fault, then, where the outcome allows it, again to a recovered server. */
    private static String attempt(Step step, Fault fault, boolean pipelining) {
        try (FaultySmtpServer server = FaultySmtpServer.start().offer("AUTH PLAIN").pipelining(pipelining);
                Mailer impatient = Mailer.with(preset(server).readTimeout(Duration.ofSeconds(1))
                        .sendDeadline(fault instanceof Fault.Drip || fault instanceof Fault.Stall
                                ? Duration.ofSeconds(2)
                                : Duration.ofSeconds(30)));
                Mailer mailer = Mailer.with(preset(server))) {
            server.fail(step, fault);
            Outcome outcome = impatient.send(Emails.email());
            server.heal();
            boolean mayHaveArrived = outcome instanceof Outcome.Unconfirmed;
            assertThat(server.accepted()).hasSize(mayHaveArrived ? 1 : 0);
            if (outcome instanceof Outcome.Unavailable || outcome instanceof Outcome.Deferred) {
                assertThat(mailer.send(Emails.email())).isInstanceOf(Outcome.Accepted.class);
                assertThat(server.accepted()).hasSize(1);
            }
            return describe(outcome);
        }
    }

    private static Presets preset(FaultySmtpServer server) {
        return Presets.on(server.port()).login("user", "secret");
    }

    private static String describe(Outcome outcome) {
        return outcome instanceof Outcome.Refused refused
                ? "Refused " + refused.code()
                : outcome.getClass().getSimpleName();
    }
}
