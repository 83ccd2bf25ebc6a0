package dev.herald.message;

import java.util.Locale;
import java.util.regex.Pattern;

/** Header fields of an email that are no message to its readers. */
public final class ProviderCommand {
    /**
     * What providers act upon instead of handing it on, by adding recipients say: SendGrid, Mandrill, SparkPost, Mailgun, Mailjet,
     * Postmark, SES, Brevo, SMTP2GO, MailerSend, SocketLabs, ZeptoMail, PowerMTA, Exchange; and what asks readers for receipts.
     */
    private static final Pattern NAMES = Pattern
            .compile("x-smtpapi|x-mc-.*|x-msys-.*|x-mailgun-.*|x-mj-.*|x-mailjet-.*"
                    + "|x-pm-.*|x-ses-.*|x-sib-.*|x-mailin-.*|x-smtp2go-.*|x-smtpcom-.*|x-mailersend-.*|x-xs.*|x-tm-.*|x-elasticemail-.*"
                    + "|x-apiheader|x-alidm-.*|x-mt-.*|x-resend-.*|x-pmta-.*|x-virtual-?mta|x-job|x-envid|x-greenarrow-.*"
                    + "|x-ms-exchange-.*|x-microsoft-antispam.*|x-forefront-.*|x-google-.*|x-gm-.*|x-spam-.*"
                    + "|x-sender|x-receiver|x-(?:rcpt|envelope|original)-(?:to|from)|envelope-(?:to|from)|x-b?cc"
                    + "|disposition-notification-.*|(?:return-|read-)?receipt-(?:to|requested)|x-confirm-reading-to|x-pmrqc"
                    + "|generate-delivery-report|notice-requested-upon-delivery-to|registered-mail-reply-requested-by");

    private ProviderCommand() {}

    /** Whether a provider may act upon the field of this name. */
    public static boolean isOne(String header) {
        return NAMES.matcher(header.toLowerCase(Locale.ROOT)).matches();
    }
}
