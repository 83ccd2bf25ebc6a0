package dev.herald.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.email.smtp.FaultySmtpServer;
import dev.herald.email.smtp.FaultySmtpServer.Fault;
import dev.herald.email.smtp.FaultySmtpServer.Received;
import dev.herald.email.smtp.FaultySmtpServer.Step;
import dev.herald.message.Attempt;
import dev.herald.message.Delivery;
import dev.herald.message.Delivery.Sent;
import dev.herald.message.ErrorCode;
import dev.herald.message.HandoverMark;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A message of which not everyone gets a copy at once. */
class SomeRecipientsTest {
    private static final String ANN = "ann@example.com";
    private static final String BOB = "bob@example.com";
    private static final String EVE = "eve@example.com";

    private final FaultySmtpServer server = FaultySmtpServer.start().pipelining(true);
    private final Mailer mailer = Mailer.with(Presets.on(server.port()));
    private final List<Progress> marks = new ArrayList<>();

    @AfterEach
    void close() {
        mailer.close();
        server.close();
    }

    @Test
    void triesThoseWhoAreRefusedForNowAgainAndAlone() {
        server.refuse(BOB, "451 4.7.1 greylisted").refuse(EVE, "550 5.1.1 unknown");
        Delivery delivery = delivery(Emails.email().to(ANN, BOB, EVE));

        Sent first = send(delivery, Progress.NONE);
        assertThat(first.outcome()).isInstanceOfSatisfying(Outcome.Deferred.class, later -> {
            assertThat(later.reason())
                    .isEqualTo("recipient[1]: the server answered 451 4.7.1, refused for now, as by greylisting");
            assertThat(later.pushback()).isFalse();
            assertThat(later.reply().code()).isEqualTo("451 4.7.1");
        });
        assertThat(first.progress().accepted()).hasSize(1);
        assertThat(first.progress().rejected()).hasSize(1);
        Sent second = send(delivery, first.progress());
        assertThat(second).isEqualTo(first);
        server.heal();
        Sent third = send(delivery, first.progress());

        assertThat(third.outcome()).isInstanceOfSatisfying(Outcome.Accepted.class,
                sent -> assertThat(sent.details()).isEqualTo(Map.of("rejectedRecipients", List.of(EVE))));
        assertThat(server.accepted()).extracting(Received::recipients).containsExactly(List.of(ANN), List.of(BOB));
    }

    @ParameterizedTest
    @CsvSource({"452 4.5.3 too many recipients, true", "452 4.5.3 too many recipients, false", "452 too many, true",
            "552 5.5.3 too many, true", "552 too many, false"})
    void sendsToTwentyFiveAtOnceWhereTheServerTakesTen(String reply, boolean pipelining) {
        String[] everyone = IntStream.range(0, 25).mapToObj(i -> "reader" + i + "@example.com").toArray(String[]::new);
        try (FaultySmtpServer strict = FaultySmtpServer.start().pipelining(pipelining).limitRecipients(10, reply);
                Mailer toStrict = Mailer.with(Presets.on(strict.port()))) {
            Sent sent = send(toStrict.delivery(Emails.email().to(everyone).build()), Progress.NONE);

            assertThat(sent.outcome()).isInstanceOfSatisfying(Outcome.Accepted.class,
                    accepted -> assertThat(accepted.details()).isEmpty());
            assertThat(sent.progress().accepted()).hasSize(25);
            assertThat(strict.accepted()).flatExtracting(Received::recipients).containsExactly(everyone);
            assertThat(strict.accepted()).hasSize(3);
            assertThat(strict.connections()).isEqualTo(1);
        }
        assertThat(marks).extracting(mark -> mark.accepted().size()).containsExactly(0, 10, 20);
    }

    @Test
    void leavesTheRestToAnotherAttemptWhereTheDeadlineComesNear() {
        server.limitRecipients(1, "452 4.5.3 too many recipients")
                .fail(Step.END_OF_DATA, new Fault.Late(Duration.ofMillis(1200), "250 2.0.0 taken"));
        try (Mailer impatient = Mailer.with(Presets.on(server.port()).sendDeadline(Duration.ofSeconds(2)))) {
            Sent sent = send(impatient.delivery(Emails.email().to(ANN, BOB).build()), Progress.NONE);

            assertThat(sent.outcome()).isInstanceOf(Outcome.Deferred.class);
            assertThat(sent.progress().accepted()).hasSize(1);
            assertThat(server.accepted()).hasSize(1);
        }
    }

    @Test
    void waitsWhereEvenOneRecipientIsTooMany() {
        server.limitRecipients(0, "452 4.5.3 too many recipients");

        assertThat(send(delivery(Emails.email().to(ANN, BOB)), Progress.NONE).outcome())
                .isInstanceOf(Outcome.Deferred.class);
        assertThat(server.accepted()).isEmpty();
    }

    @Test
    void keepsWhoHasItWhereALaterTransactionFails() {
        server.limitRecipients(1, "452 4.5.3 too many recipients");
        Delivery delivery = delivery(Emails.email().to(ANN, BOB));

        Sent unavailable = send(delivery, Progress.NONE, before -> failAfterTheFirst("421 4.3.2 shutting down"));
        assertThat(unavailable.outcome()).isInstanceOf(Outcome.Unavailable.class);
        assertThat(unavailable.progress().accepted()).hasSize(1);
        server.heal();
        assertThat(send(delivery, unavailable.progress()).outcome()).isInstanceOf(Outcome.Accepted.class);
        assertThat(server.accepted()).extracting(Received::recipients).containsExactly(List.of(ANN), List.of(BOB));
    }

    @Test
    void isSentToThoseWhoHaveItWhereTheRestIsRefusedForGood() {
        server.limitRecipients(1, "452 4.5.3 too many recipients");

        Sent sent = send(delivery(Emails.email().to(ANN, BOB)), Progress.NONE,
                before -> failAfterTheFirst("550 5.4.5 daily limit"));
        assertThat(((Outcome.Accepted) sent.outcome()).details()).isEqualTo(Map.of("rejectedRecipients", List.of(BOB)));
    }

    private void failAfterTheFirst(String reply) {
        server.fail(Step.MAIL, new Fault.Reply(reply));
    }

    @Test
    void knowsWhoHasItForCertainWhereTheAnswerToALaterTransactionIsLost() {
        server.limitRecipients(1, "452 4.5.3 too many recipients").refuse(EVE, "550 5.1.1 unknown");

        Sent sent = send(delivery(Emails.email().to(EVE, ANN, BOB)), Progress.NONE, before -> {
            marks.add(before);
            if (marks.size() == 2) {
                server.fail(Step.END_OF_DATA, new Fault.Drop());
            }
        });

        assertThat(sent.outcome()).isInstanceOfSatisfying(Outcome.Unconfirmed.class, unconfirmed -> assertThat(
                unconfirmed.details()).isEqualTo(Map.of("rejectedRecipients", List.of(EVE))));
        assertThat(sent.progress()).isEqualTo(marks.getLast());
        assertThat(marks).extracting(mark -> mark.accepted().size()).containsExactly(0, 1);
        assertThat(marks).extracting(mark -> mark.rejected().size()).containsExactly(1, 1);
    }

    @Test
    void isRefusedWhereOnlyACopyWentOutAndSendsNoSecondCopyToACorrectedAddress() {
        server.refuse(ANN, "550 5.1.1 unknown");
        Sent refused = send(delivery(Emails.email().to(ANN).cc(BOB).bcc(EVE)), Progress.NONE);

        assertThat(refused.outcome()).isInstanceOfSatisfying(Outcome.Refused.class, it -> {
            assertThat(it.code()).isEqualTo(ErrorCode.RECIPIENT_REJECTED);
            assertThat(it.reason()).isEqualTo("recipient: the server answered 550 5.1.1, no such mailbox");
        });
        Sent corrected = send(delivery(Emails.email().to("anne@example.com").cc(BOB).bcc(EVE)), refused.progress());

        assertThat(((Outcome.Accepted) corrected.outcome()).details()).isEmpty();
        assertThat(server.accepted()).extracting(Received::recipients).containsExactly(List.of(BOB, EVE),
                List.of("anne@example.com"));
    }

    @Test
    void triesARefusedAddressAgainWhereAnIncidentIsRetriedWithIt() {
        server.refuse(ANN, "550 5.1.1 unknown");
        Delivery delivery = delivery(Emails.email().to(ANN).cc(BOB));
        Sent refused = send(delivery, Progress.NONE);
        server.heal();

        assertThat(send(delivery, refused.progress()).outcome()).isInstanceOf(Outcome.Accepted.class);
        assertThat(server.accepted()).extracting(Received::recipients).containsExactly(List.of(BOB), List.of(ANN));
    }

    @Test
    void endsWithWhatWasAchievedOncePatienceIsOver() {
        server.refuse(BOB, "451 4.7.1 greylisted");
        Delivery toBoth = delivery(Emails.email().to(ANN, BOB));
        Delivery copyToAnn = delivery(Emails.email().to(BOB).cc(ANN));

        assertThat(toBoth.concluded(send(toBoth, Progress.NONE).progress()))
                .isEqualTo(new Outcome.Accepted(toBoth.messageId(), Map.of("rejectedRecipients", List.of(BOB))));
        assertThat(copyToAnn.concluded(send(copyToAnn, Progress.NONE).progress()))
                .isInstanceOfSatisfying(Outcome.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.RECIPIENT_REJECTED));
    }

    @Test
    void saysWhoWasRefusedWhereItIsAssumedSentAfterItsWorkerDied() {
        server.refuse(BOB, "550 5.1.1 unknown").refuse(EVE, "451 4.7.1 greylisted");
        Delivery delivery = delivery(Emails.email().to(ANN, BOB, EVE));
        send(delivery, Progress.NONE);

        assertThat(delivery.assumeAccepted(marks.getLast()))
                .isEqualTo(new Outcome.Accepted(delivery.messageId(), Map.of("rejectedRecipients", List.of(BOB))));
    }

    @Test
    void namesNobodyInTheProgress() {
        server.refuse(BOB, "550 5.1.1 unknown");
        Progress progress = send(delivery(Emails.email().to(ANN, BOB)), Progress.NONE).progress();

        assertThat(progress.accepted()).singleElement().asString().matches("[0-9a-f]{16}");
        assertThat(progress.rejected()).singleElement().asString().matches("[0-9a-f]{16}");
        assertThat(send(delivery(Emails.email().to("ANN@EXAMPLE.COM")), progress).outcome())
                .isInstanceOf(Outcome.Accepted.class);
        assertThat(server.accepted()).as("the same mailbox").hasSize(1);
    }

    private Delivery delivery(Emails email) {
        return mailer.delivery(email.build());
    }

    private Sent send(Delivery delivery, Progress before) {
        return send(delivery, before, marks::add);
    }

    private static Sent send(Delivery delivery, Progress before, HandoverMark mark) {
        return delivery.send(new Attempt(before, mark));
    }
}
