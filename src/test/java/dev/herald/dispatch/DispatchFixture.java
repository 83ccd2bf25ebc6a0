package dev.herald.dispatch;

import dev.herald.guardrail.GuardrailSettings;
import dev.herald.guardrail.Guardrails;
import dev.herald.message.Attempt;
import dev.herald.message.Channel.Preparation;
import dev.herald.message.Documents;
import dev.herald.message.HandoverMark.NotNotedException;
import dev.herald.message.LedgerId;
import dev.herald.message.Message;
import dev.herald.message.MessageRef;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.Outcome.Queued;
import dev.herald.message.Outcome.Skipped;
import dev.herald.message.Outcome.Unavailable;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import dev.herald.message.Sms;
import dev.herald.message.text.BodyFormat;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** A dispatcher whose ledger, channels and clock are a test's own. */
abstract class DispatchFixture {
    static final Duration PATIENCE = Duration.ofHours(4);
    static final Map<String, Object> ASSUMED = Map.of("assumed", true);
    final FakeLedger ledger = new FakeLedger();
    final FakeDelivery delivery = new FakeDelivery();
    final List<Message> prepared = new ArrayList<>();
    final List<Message> handedOver = new ArrayList<>();
    Preparation preparation = new Preparation.Ready(delivery);
    GuardrailSettings guardrails = guardrails(List.of(), null);
    Instant now = Instant.EPOCH;
    Documents.@Nullable Fetch documents;
    boolean unreadable;
    Optional<Outcome> overBudget = Optional.empty();
    boolean async;
    @Nullable
    OnUnconfirmed decision;
    RequiredParams params = RequiredParams.NONE;

    /** Kept over calls, as in production: it remembers since when the ledger is away. */
    @Nullable
    Pacing pacings;

    BackgroundHandover background = message -> {
        handedOver.add(message);
        return new Queued();
    };

    Outcome dispatch() {
        return dispatch(new MessageRef(1, 2));
    }

    Outcome dispatch(MessageRef ref) {
        return dispatcher().dispatch(action(ref), background).outcome();
    }

    Outcome dispatchSms() {
        return dispatcher().dispatch(
                new Action(new MessageRef(1, 2), new Sms(null, "+15551234567", "Hello", List.of(), null, null, null),
                        params, async, decision),
                background).outcome();
    }

    Action action(MessageRef ref) {
        return new Action(ref, RequiredParamsTest.email("Hi {{name}}", "Hello", BodyFormat.AUTO), params, async,
                decision);
    }

    static void handOver(Attempt attempt, Progress before) {
        try {
            attempt.mark().set(before);
        } catch (NotNotedException e) {
            throw new IllegalStateException(e);
        }
    }

    Outcome withoutSending() {
        return dispatcher().withoutSending(new MessageRef(1, 2), decision, new Skipped()).outcome();
    }

    Dispatcher dispatcher() {
        InstantSource clock = () -> now;
        Pacing pacing = new Pacing(new BackoffSettings(Duration.ofSeconds(10), Duration.ofMinutes(5)), PATIENCE, clock,
                new Random(1));
        pacings = pacings == null ? pacing : pacings;
        Lanes lanes = new Lanes(route -> new Lane(route, new Throttle(2, Double.POSITIVE_INFINITY, () -> 0.5),
                CircuitBreaker.ofDefaults("test")));
        Channels channels = new Channels((email, ref) -> {
            prepared.add(email);
            return unreadable && prepared.size() % 2 == 0
                    ? new Preparation.NotSendable(new Unavailable("attachments: unreadable", Duration.ZERO))
                    : preparation;
        }, (sms, ref) -> preparation);
        Claims claims = new Claims(ledger, new LedgerId("0123456789abcdef"), pacings);
        return new Dispatcher(channels, email -> Objects.requireNonNull(documents), new Guardrails(guardrails),
                new Handover(claims, pacings),
                new OnceOnlySender(claims, (ref, units) -> overBudget, lanes, pacings), new Unsent(claims));
    }

    static GuardrailSettings guardrails(List<String> domains, @Nullable String redirect) {
        return new GuardrailSettings(domains, List.of(), List.of(), 50, null, null, DataSize.ofMegabytes(5), redirect,
                null);
    }
}
