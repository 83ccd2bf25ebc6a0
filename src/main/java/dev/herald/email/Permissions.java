package dev.herald.email;

import dev.herald.email.address.EmailAddress;
import dev.herald.email.address.Text;
import dev.herald.message.Email;
import dev.herald.message.MessageRef;
import dev.herald.message.ProviderCommand;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a preset lets an action do.
 *
 * @param setting the preset's property
 * @param senders the {@link EmailAddress#identity} of the addresses that it may send from
 * @param tenants whose processes may use it; empty for all
 * @param headers those that command a provider and may be set all the same, lower case
 */
record Permissions(String setting, Set<String> senders, Set<String> tenants, Set<String> headers) {
    /** Why this message may not go through the preset, if so. */
    Optional<String> violation(Email email, EmailAddress sender, MessageRef ref) {
        if (!tenants.isEmpty() && !tenants.contains(ref.tenantId())) {
            return Optional.of("smtpAuthPreset: " + setting + ".allowed-tenants has not the tenant of this process.");
        }
        if (!senders.contains(sender.identity())) {
            return Optional.of("sender: is not among " + setting + ".allowed-senders");
        }
        if (isDisguised(sender)) {
            return Optional
                    .of("sender: the domain has a character that only looks like one of an address among " + setting
                            + ".allowed-senders");
        }
        return email.headers().keySet().stream().filter(this::isForbidden).findFirst()
                .map(name -> "headers." + name + ": commands the mail provider, and is not among " + setting
                        + ".allowed-headers");
    }

    private boolean isForbidden(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return ProviderCommand.isOne(name) && !headers.contains(name);
    }

    /** Whether its domain became an allowed one by what IDNA makes of compatibility characters (RFC 5895), as the Kelvin sign. */
    private static boolean isDisguised(EmailAddress sender) {
        return sender.domain().codePoints().filter(c -> c > 0x7f).mapToObj(Character::toString)
                .map(c -> Normalizer.normalize(c, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT))
                .anyMatch(Text::isAscii);
    }
}
