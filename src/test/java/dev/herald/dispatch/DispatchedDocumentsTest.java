package dev.herald.dispatch;

import static dev.herald.dispatch.FakeLedger.granted;
import static dev.herald.dispatch.FakeLedger.unconfirmed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.ledger.Claim;
import dev.herald.message.Channel.Preparation;
import dev.herald.message.Documents;
import dev.herald.message.Email;
import dev.herald.message.ErrorCode;
import dev.herald.message.MessageRef;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.Outcome.Misconfigured;
import dev.herald.message.Outcome.OutOfPatience;
import dev.herald.message.Outcome.Queued;
import dev.herald.message.Outcome.Refused;
import dev.herald.message.Outcome.Unavailable;
import dev.herald.message.Outcome;
import dev.herald.message.file.Attachment;
import dev.herald.message.file.DocumentContent;
import dev.herald.message.text.BodyFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DispatchedDocumentsTest extends DispatchFixture {
    @Test
    void sendsWithTheDocumentsThatItFetchedAndLetsThemGo() {
        AtomicInteger let = new AtomicInteger();
        Email here = withDocument().withAttachments(List.of());
        documents = new Documents.Fetch.Ready(here, let::incrementAndGet);

        assertThat(dispatchDocument()).isEqualTo(FakeDelivery.ACCEPTED);

        assertThat(prepared).hasSize(2).last().isEqualTo(here);
        assertThat(let).hasValue(1);
    }

    @Test
    void fetchesNoDocumentOfAMessageThatWillNotBeSent() {
        preparation = new Preparation.NotSendable(new Misconfigured("no such preset"));

        assertThat(dispatchDocument()).isEqualTo(new Misconfigured("no such preset"));
    }

    @Test
    void handsTheReferenceToADocumentOn() {
        async = true;

        assertThat(dispatchDocument()).isEqualTo(new Queued());

        assertThat(handedOver).containsExactly(withDocument());
    }

    @Test
    void waitsForADocumentWithinPatience() {
        documents = new Documents.Fetch.Failed(new Unavailable("attachments[0]: down", Duration.ZERO));

        assertThat(dispatchDocument()).isInstanceOfSatisfying(Unavailable.class,
                later -> assertThat(later.retryIn()).isPositive());
        assertThat(delivery.sent).isZero();
        assertThat(ledger.settled).singleElement().isInstanceOf(Unavailable.class);
        ledger.claim = granted(9, now.minus(PATIENCE));

        assertThat(dispatchDocument()).isInstanceOf(OutOfPatience.class);
    }

    @Test
    void asksForNoDocumentWhereTheMessageWasSentBefore() {
        ledger.claim = new Claim.Settled(FakeDelivery.ACCEPTED);
        documents = new Documents.Fetch.Failed(new Unavailable("attachments[0]: down", Duration.ZERO));

        assertThat(dispatchDocument()).isEqualTo(FakeDelivery.ACCEPTED);
    }

    @Test
    void waitsWithinPatienceWhereAFetchedDocumentCanNotBeReadAnyMore() {
        documents = new Documents.Fetch.Ready(withDocument(), () -> {});
        unreadable = true;

        assertThat(dispatchDocument()).isInstanceOfSatisfying(Unavailable.class,
                later -> assertThat(later.retryIn()).isPositive());
        assertThat(ledger.settled).singleElement().isInstanceOf(Unavailable.class);
        ledger.claim = granted(9, now.minus(PATIENCE));

        assertThat(dispatchDocument()).isInstanceOf(OutOfPatience.class);
        assertThat(delivery.sent).isZero();
    }

    @Test
    void waitsForADocumentOfAMessageThatAnOperatorSendsAgain() {
        ledger.claim = unconfirmed(now.minus(PATIENCE), true, Map.of());
        decision = OnUnconfirmed.RESEND;
        documents = new Documents.Fetch.Failed(new Unavailable("attachments[0]: down", Duration.ZERO));

        assertThat(dispatchDocument()).isInstanceOfSatisfying(Unavailable.class,
                later -> assertThat(later.retryIn()).isPositive());
        assertThat(ledger.settled).isEmpty();
    }

    @Test
    void fetchesNoDocumentOfAMessageThatAGuardrailForbids() {
        guardrails = guardrails(List.of("acme.example"), null);

        assertThat(dispatchDocument()).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_ALLOWED));
    }

    @Test
    void fetchesDocumentsBeforeItClaims() {
        ledger.claimsFail = true;
        AtomicInteger let = new AtomicInteger();
        documents = new Documents.Fetch.Ready(withDocument().withAttachments(List.of()), let::incrementAndGet);

        assertThat(dispatchDocument()).isInstanceOf(Unavailable.class);
        assertThat(let).hasValue(1);
    }

    private Outcome dispatchDocument() {
        return dispatcher().dispatch(new Action(new MessageRef(1, 2), withDocument(), params, async, decision),
                background).outcome();
    }

    private static Email withDocument() {
        return RequiredParamsTest.email("Invoice", "Hello", BodyFormat.TEXT).withAttachments(List.of(new Attachment(
                "invoice.pdf", "application/pdf", new DocumentContent(null, "doc-1", null, 3, null), false, null)));
    }
}
