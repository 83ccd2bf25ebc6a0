package dev.herald.dispatch;

import static dev.herald.dispatch.FakeLedger.granted;
import static dev.herald.dispatch.FakeLedger.unconfirmed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.ledger.Claim;
import dev.herald.message.Channel.Preparation;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.Outcome.Misconfigured;
import dev.herald.message.Outcome.OutOfPatience;
import dev.herald.message.Outcome.Queued;
import dev.herald.message.Outcome.Unavailable;
import dev.herald.message.Outcome.Unconfirmed;
import dev.herald.message.text.BodyFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HandoverTest extends DispatchFixture {
    @Test
    void reportsAWrongPresetInTheCallingProcessEvenIfAsync() {
        async = true;
        preparation = new Preparation.NotSendable(new Misconfigured("no such preset"));

        assertThat(dispatch()).isEqualTo(new Misconfigured("no such preset"));
        assertThat(handedOver).isEmpty();
    }

    @Test
    void handsAnAsyncActionOverWithItsPlaceholdersReplaced() {
        async = true;
        params = RequiredParams.named("name", Map.of("name", "Ann"));

        assertThat(dispatch()).isEqualTo(new Queued());
        assertThat(handedOver).singleElement().isEqualTo(RequiredParamsTest.email("Hi Ann", "Hello", BodyFormat.TEXT));
        assertThat(ledger.settled).containsExactly(new Queued());
        assertThat(delivery.sent).isZero();
    }

    @Test
    void handsOverAgainWhereNobodyKnowsWhetherTheEngineTookItWhileTheEngineWouldNotice() {
        async = true;
        ledger.claim = unconfirmed(now.minus(Duration.ofHours(23)), true, Map.of());

        assertThat(dispatch()).isEqualTo(new Queued());
        assertThat(handedOver).hasSize(1);
    }

    @Test
    void asksAnOperatorWhereTheEngineMayHaveForgottenTheHandOver() {
        async = true;
        ledger.claim = unconfirmed(now.minus(Duration.ofHours(25)), true, Map.of());

        assertThat(dispatch()).isInstanceOf(Unconfirmed.class);
        assertThat(handedOver).isEmpty();
    }

    @Test
    void isQueuedOnceTheEngineTookTheHandOverEvenIfTheLedgerFailsThen() {
        async = true;
        ledger.settlingFails = true;

        assertThat(dispatch()).isEqualTo(new Queued());
    }

    @Test
    void waitsWhereTheEngineDoesNotTakeTheHandOver() {
        async = true;
        background = message -> {
            throw new IllegalStateException();
        };

        assertThat(dispatch()).isInstanceOf(Unavailable.class);
    }

    @Test
    void saysWhatTheHandOverLacksAndForgetsAnAttemptThatCannotHaveSucceeded() {
        async = true;
        background = message -> new Misconfigured("no such process");

        assertThat(dispatch()).isEqualTo(new Misconfigured("no such process"));
        assertThat(ledger.settled).singleElement().isInstanceOf(Misconfigured.class);
    }

    @Test
    void remembersAnEarlierHandOverThatMayHaveSucceededThoughNowSomethingIsLacking() {
        async = true;
        ledger.claim = granted(2, now);
        background = message -> new Misconfigured("no such process");

        assertThat(dispatch()).isEqualTo(new Misconfigured("no such process"));
        assertThat(ledger.settled).singleElement().isInstanceOf(Unavailable.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"RESEND", "ASSUME_SENT"})
    void anOperatorSettlesAHandOverThatTheEngineMayHaveForgotten(OnUnconfirmed settled) {
        async = true;
        decision = settled;
        for (Claim forgotten : List.of(unconfirmed(now.minus(Duration.ofHours(25)), true, Map.of()),
                granted(7, now.minus(Duration.ofHours(25))))) {
            handedOver.clear();
            ledger.claim = forgotten;

            assertThat(dispatch()).isEqualTo(new Queued());
            assertThat(handedOver).hasSize(settled == OnUnconfirmed.RESEND ? 1 : 0);
        }
    }

    @Test
    void asksAnOperatorWhereAHandOverThatMayHaveSucceededIsADayOld() {
        async = true;
        ledger.claim = granted(7, now.minus(Duration.ofHours(25)));

        assertThat(dispatch()).isInstanceOf(Unconfirmed.class);
        assertThat(handedOver).isEmpty();
        assertThat(ledger.settled).singleElement().isInstanceOf(Unavailable.class); // keeps when it began
    }

    @Test
    void remembersWhenAHandOverBeganThoughPatienceEnds() {
        async = true;
        ledger.claim = granted(7, now.minus(PATIENCE));
        background = message -> {
            throw new IllegalStateException();
        };

        assertThat(dispatch()).isInstanceOf(OutOfPatience.class);
        assertThat(ledger.settled).singleElement().isInstanceOf(Unavailable.class);
    }
}
