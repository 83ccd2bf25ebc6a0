package dev.herald.email;

import dev.herald.email.address.EmailAddress;
import dev.herald.email.smtp.ReplyTable;
import dev.herald.email.smtp.SmtpReply;
import dev.herald.message.LedgerId;
import dev.herald.message.Progress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who of an email's recipients has it, who was refused, and who is still to be asked about. The ledger knows them by what only
 * it can make of their addresses.
 */
final class RecipientProgress {
    private static final int TOKEN = 16;

    private final Map<EmailAddress, String> tokens = new LinkedHashMap<>();
    private final Set<String> accepted;
    private final Set<String> rejected;
    private final Map<EmailAddress, Refusal> refused = new LinkedHashMap<>();
    private List<EmailAddress> untried;

    /** @param before what earlier attempts achieved */
    RecipientProgress(List<EmailAddress> all, Progress before, LedgerId ledger) {
        all.forEach(address -> tokens.put(address, ledger.mac("recipient", address.identity()).substring(0, TOKEN)));
        accepted = new HashSet<>(before.accepted());
        rejected = new HashSet<>(before.rejected());
        untried = all.stream().filter(address -> !isAccepted(address) && !rejected.contains(tokens.get(address)))
                .toList();
    }

    /** Who the next transaction is for. */
    List<EmailAddress> untried() {
        return untried;
    }

    /**
     * The server answered for everyone.
     *
     * @param told who it was told of; the rest of {@link #untried} can't be told
     * @param refusals whom it refused
     */
    void noteRefusals(List<EmailAddress> told, Map<EmailAddress, SmtpReply> refusals) {
        untried.stream().filter(address -> !told.contains(address)).map(tokens::get).forEach(rejected::add);
        boolean othersAccepted = refusals.size() < told.size();
        refusals.forEach((address, reply) -> {
            Refusal refusal = new Refusal(address, reply);
            refused.put(address, refusal);
            if (refusal.isForGood() && !(othersAccepted && ReplyTable.isOneTooMany(reply))) {
                rejected.add(tokens.get(address));
            }
        });
    }

    /** A transaction ended as {@link #noteRefusals} has it: the others have the message, those too many are to be asked again. */
    void noteEnd(List<EmailAddress> told, Map<EmailAddress, SmtpReply> refusals) {
        noteRefusals(told, refusals);
        boolean othersAccepted = refusals.size() < told.size();
        told.stream().filter(address -> !refusals.containsKey(address)).map(tokens::get).forEach(accepted::add);
        untried = refusals.entrySet().stream()
                .filter(refusal -> othersAccepted && ReplyTable.isOneTooMany(refusal.getValue())).map(Map.Entry::getKey)
                .toList();
        untried.forEach(refused::remove);
    }

    /** Nobody else will get it. */
    void noteNobodyElse() {
        without().map(tokens::get).forEach(rejected::add);
    }

    Progress progress() {
        return new Progress(accepted, rejected);
    }

    /** The same without those who were refused: another attempt is to try them again. */
    Progress acceptedOnly() {
        return new Progress(accepted, Set.of());
    }

    /** Whether anybody of {@code recipient} has it: copies don't count. */
    boolean isPrimaryAccepted() {
        return tokens.keySet().stream().anyMatch(address -> isPrimary(address) && isAccepted(address));
    }

    static boolean isPrimary(EmailAddress address) {
        return address.field().startsWith("recipient");
    }

    /** Those who don't have it. */
    Stream<EmailAddress> without() {
        return tokens.keySet().stream().filter(address -> !isAccepted(address));
    }

    /** Those of whom it is certain that they don't have it. */
    Stream<EmailAddress> knownWithout() {
        return without().filter(address -> refused.containsKey(address) || rejected.contains(tokens.get(address)));
    }

    private boolean isAccepted(EmailAddress address) {
        return accepted.contains(tokens.get(address));
    }

    /** Whom the server refused in this attempt. */
    List<Refusal> refused() {
        return List.copyOf(refused.values());
    }
}
