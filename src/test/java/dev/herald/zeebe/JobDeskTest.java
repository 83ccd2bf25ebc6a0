package dev.herald.zeebe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.message.ActionType;
import io.camunda.client.api.command.InternalClientException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobDeskTest {
    private final FakeZeebe zeebe = new FakeZeebe();
    private EngineClock clock = FakeZeebe.clock();

    static Error[] errors() {
        return new Error[]{new OutOfMemoryError("Java heap space"), new StackOverflowError(),
                new NoClassDefFoundError("x"),
                new AssertionError("x")};
    }

    @ParameterizedTest
    @MethodSource("errors")
    void makesAnIncidentOfAnError(Error error) throws Exception {
        take(() -> {
            throw error;
        });

        assertThat(zeebe.commands).singleElement().asString().startsWith("newFailCommand").contains("retries=[0]",
                "Herald failed unexpectedly (" + error.getClass().getSimpleName() + ")");
    }

    @Test
    void spendsARetryOnAFailureOfItsOwn() throws Exception {
        take(() -> {
            throw new IllegalStateException("x");
        });

        assertThat(zeebe.commands).singleElement().asString().contains("retries=[2]");
    }

    @Test
    void answersAJobThoughTheAnswerItselfFails() throws Exception {
        zeebe.refuse(new OutOfMemoryError("Java heap space"));

        take(() -> {
            throw new InternalClientException("x");
        });

        assertThat(zeebe.commands).hasSize(2).last().asString().contains("retries=[0]", "OutOfMemoryError");
    }

    @Test
    void answersAJobThatItCannotBegin() throws Exception {
        clock = new EngineClock(InstantSource.system(), System::nanoTime, type -> {
            throw new OutOfMemoryError("Java heap space");
        });

        take(Map::of);

        assertThat(zeebe.commands).singleElement().asString().startsWith("newFailCommand").contains("retries=[0]",
                "OutOfMemoryError");
    }

    @SuppressWarnings("NullAway") // fails before it comes to what is null
    private void take(Supplier<Map<String, Object>> variables) throws InterruptedException {
        JobSlots slots = new JobSlots(type -> 1, 64 << 20, FakeZeebe.asking());
        new JobDesk(null, null, new Answering(clock), new InFlight(Duration.ofSeconds(10)), slots,
                clock, new SimpleMeterRegistry())
                .take(zeebe.client(), FakeZeebe.job(variables), ActionType.SEND_SMS);
        CountDownLatch next = new CountDownLatch(1);
        slots.take(ActionType.SEND_SMS, 0, next::countDown); // begins when the one before has ended
        assertThat(next.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
